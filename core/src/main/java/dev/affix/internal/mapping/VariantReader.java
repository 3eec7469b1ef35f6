package dev.affix.internal.mapping;

import dev.affix.Variant;
import dev.affix.image.Colour;
import dev.affix.image.Gravity;
import dev.affix.image.Transformation;
import dev.affix.image.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Makes a recipe of a {@link Variant} annotation. */
final class VariantReader {
  private final Variant variant;
  private final List<Transformation> steps = new ArrayList<>();

  private VariantReader(Variant variant) {
    this.variant = variant;
  }

  /**
   * The recipe it describes.
   *
   * @throws IllegalArgumentException if it describes none
   */
  static Variation read(Variant variant) {
    var reader = new VariantReader(variant);
    reader.resizes();
    reader.otherGeometry();
    reader.looks();
    reader.writing();
    return Variation.of(reader.steps.toArray(Transformation[]::new));
  }

  private void resizes() {
    box("resizeToLimit", variant.resizeToLimit(), Variation::resizeToLimit);
    box("resizeToFit", variant.resizeToFit(), Variation::resizeToFit);
    box("resizeAndPad", variant.resizeAndPad(), Variation::resizeAndPad);
    boolean aims = variant.gravity() != Gravity.Rule.CENTRE || variant.focalPoint().length > 0;
    if (aims && variant.resizeToFill().length == 0) {
      throw new IllegalArgumentException("gravity and focalPoint go with resizeToFill");
    }
    box(
        "resizeToFill",
        variant.resizeToFill(),
        (width, height) -> Variation.resizeToFill(width, height, gravity()));
  }

  private Gravity gravity() {
    int[] point = variant.focalPoint();
    if (point.length == 0) {
      return variant.gravity();
    }
    if (variant.gravity() != Gravity.Rule.CENTRE) {
      throw new IllegalArgumentException("gravity and focalPoint exclude each other");
    }
    length("focalPoint", point, 2, "{x, y}");
    return new Gravity.FocalPoint(point[0], point[1]);
  }

  private void otherGeometry() {
    int[] crop = variant.crop();
    if (crop.length > 0) {
      length("crop", crop, 4, "{x, y, width, height}");
      steps.add(Variation.crop(crop[0], crop[1], crop[2], crop[3]));
    }
    if (variant.rotate() != 0) {
      steps.add(Variation.rotate(variant.rotate()));
    }
    for (var direction : variant.flip()) {
      steps.add(Variation.flip(direction));
    }
    if (!variant.autoOrient()) {
      steps.add(Variation.asStored());
    }
    for (int frame : variant.frame()) {
      steps.add(Variation.frame(frame));
    }
    if (!variant.keepAnimation()) {
      steps.add(Variation.still());
    }
  }

  private void looks() {
    if (variant.grayscale()) {
      steps.add(Variation.grayscale());
    }
    if (variant.blur() != 0) {
      steps.add(Variation.blur(variant.blur()));
    }
    if (variant.sharpen() != 0) {
      steps.add(Variation.sharpen(variant.sharpen()));
    }
    if (!variant.background().isEmpty()) {
      steps.add(Variation.background(Colour.of(variant.background())));
    }
  }

  private void writing() {
    for (var format : variant.format()) {
      steps.add(Variation.format(format));
    }
    if (variant.quality() != 0) {
      steps.add(Variation.quality(variant.quality()));
    }
    for (int level : variant.effort()) {
      steps.add(Variation.effort(level));
    }
    if (variant.lossless()) {
      steps.add(Variation.lossless());
    }
    if (variant.progressive()) {
      steps.add(Variation.progressive());
    }
  }

  private void box(String name, int[] value, BiFunction<Integer, Integer, Transformation> step) {
    if (value.length > 0) {
      length(name, value, 2, "{width, height}");
      steps.add(step.apply(value[0], value[1]));
    }
  }

  private static void length(String name, int[] value, int wanted, String shape) {
    if (value.length != wanted) {
      throw new IllegalArgumentException(name + " takes " + shape);
    }
  }
}
