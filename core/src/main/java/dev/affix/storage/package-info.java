/**
 * What a place that keeps files must do: {@link dev.affix.storage.StorageService} and, where it can
 * do more, the capability interfaces beside it. A service knows keys and bytes and nothing of rows.
 *
 * <p>Implementers prove themselves with {@code StorageServiceContract} of {@code affix-testkit}.
 */
@NullMarked
package dev.affix.storage;

import org.jspecify.annotations.NullMarked;
