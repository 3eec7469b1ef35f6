/** Not exported; may change at any time. */
@NullMarked
package dev.affix.internal;

import org.jspecify.annotations.NullMarked;
