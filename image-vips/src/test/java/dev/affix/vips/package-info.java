@NullMarked
package dev.affix.vips;

import org.jspecify.annotations.NullMarked;
