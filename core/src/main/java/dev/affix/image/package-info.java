/**
 * Image variants: recipes ({@link dev.affix.image.Variation}), what cooks them ({@link
 * dev.affix.image.ImageProcessor}) and what is known of a picture ({@link
 * dev.affix.image.ImageProperties}). Core has no image code; {@code affix-image-vips} does.
 */
@NullMarked
package dev.affix.image;

import org.jspecify.annotations.NullMarked;
