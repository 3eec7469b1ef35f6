/** Start here: {@link dev.affix.AffixException}. */
@NullMarked
package dev.affix;

import org.jspecify.annotations.NullMarked;
