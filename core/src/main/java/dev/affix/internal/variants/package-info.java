/** Makes variants: lease, transform, settle. */
@NullMarked
package dev.affix.internal.variants;

import org.jspecify.annotations.NullMarked;
