/**
 * Start here: declare handles in entities ({@link dev.affix.HasOneAttached}, {@link
 * dev.affix.HasManyAttached}), build an {@link dev.affix.Affix}, then {@linkplain
 * dev.affix.Affix#stage stage} and {@linkplain dev.affix.AttachedOne#attach attach}.
 */
@NullMarked
package dev.affix;

import org.jspecify.annotations.NullMarked;
