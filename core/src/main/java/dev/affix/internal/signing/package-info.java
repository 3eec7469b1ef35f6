/**
 * URLs of files: from a {@link dev.affix.internal.signing.FileLink} to a signed URL and from the
 * token in a URL back to what it names. Pure functions of their arguments, the keys and the time;
 * nothing here reads or writes anything.
 */
@NullMarked
package dev.affix.internal.signing;

import org.jspecify.annotations.NullMarked;
