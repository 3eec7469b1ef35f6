package dev.affix.vips;

import java.lang.foreign.MemorySegment;

/** One libvips operation being set up; used once. */
final class Operation {
  private final VipsScope scope;
  private final Libvips vips;
  private final String name;
  private final MemorySegment pointer;

  Operation(VipsScope scope, String name, MemorySegment pointer) {
    this.scope = scope;
    this.vips = scope.vips;
    this.name = name;
    this.pointer = pointer;
  }

  Operation set(String property, int value) {
    return set(property, Integer.toString(value));
  }

  /** Sets a number, a flag ("true"), an enumeration by name, or an array ("255 255 255"). */
  Operation set(String property, String value) {
    if (!vips.setArgument(pointer, property, value)) {
      throw new VipsFailure(name + "." + property + "=" + value, vips.takeError());
    }
    return this;
  }

  Operation image(String property, MemorySegment image) {
    known(property);
    vips.setImage(pointer, property, image);
    return this;
  }

  Operation images(String property, MemorySegment... images) {
    known(property);
    vips.setImages(pointer, property, images);
    return this;
  }

  Operation source(MemorySegment source) {
    known("source");
    vips.setSource(pointer, source);
    return this;
  }

  Operation target(MemorySegment target) {
    known("target");
    vips.setTarget(pointer, target);
    return this;
  }

  /** Runs it; the resulting image belongs to the scope. */
  MemorySegment run() {
    MemorySegment built = build();
    try {
      return scope.own(vips.image(built, "out"));
    } finally {
      release(built);
    }
  }

  /** Runs an operation that has no result, a saver. */
  void finish() {
    release(build());
  }

  private MemorySegment build() {
    MemorySegment built = vips.build(pointer);
    if (built.equals(MemorySegment.NULL)) {
      vips.unrefOutputs(pointer);
      throw new VipsFailure(name, vips.takeError());
    }
    return built;
  }

  private void release(MemorySegment built) {
    vips.unrefOutputs(built);
    vips.gobjects.unref(built);
  }

  private void known(String property) {
    if (!vips.hasArgument(pointer, property)) {
      throw new VipsFailure(name, "no property " + property);
    }
  }
}
