/**
 * Image variants by libvips, called through {@code java.lang.foreign}: {@link
 * dev.affix.vips.VipsImageProcessor}. Start the JVM with {@code
 * --enable-native-access=dev.affix.vips} (on the class path {@code ALL-UNNAMED}).
 */
@NullMarked
package dev.affix.vips;

import org.jspecify.annotations.NullMarked;
