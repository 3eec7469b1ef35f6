package dev.affix.vips;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owns the objects of one piece of work and lets go of them in reverse order, so that a source
 * outlives the images read from it. For one thread.
 */
final class VipsScope implements AutoCloseable {
  final Libvips vips;
  private final Deque<MemorySegment> owned = new ArrayDeque<>();

  VipsScope(Libvips vips) {
    this.vips = vips;
  }

  MemorySegment own(MemorySegment object) {
    owned.push(object);
    return object;
  }

  Operation operation(String name) {
    MemorySegment operation = vips.newOperation(name);
    if (operation.equals(MemorySegment.NULL)) {
      throw new VipsFailure(name, vips.takeError());
    }
    return new Operation(this, name, own(operation));
  }

  /** A copy whose fields may be changed; pixels are shared. */
  MemorySegment copy(MemorySegment image) {
    return operation("copy").image("in", image).run();
  }

  /** Computes the pixels now. */
  MemorySegment compute(MemorySegment image) {
    MemorySegment computed = vips.images.copyMemory(image);
    if (computed.equals(MemorySegment.NULL)) {
      throw new VipsFailure("copy_memory", vips.takeError());
    }
    return own(computed);
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      vips.gobjects.unref(owned.pop());
    }
  }
}
