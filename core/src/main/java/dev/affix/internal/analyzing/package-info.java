/** Looks at pictures that were attached before anybody asked what they are. */
@NullMarked
package dev.affix.internal.analyzing;

import org.jspecify.annotations.NullMarked;
