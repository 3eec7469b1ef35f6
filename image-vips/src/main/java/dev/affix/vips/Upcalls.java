package dev.affix.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What libvips calls in Java: reading, writing, logging. Three stubs for the life of the process;
 * the picture is told by a number in the user data. libvips calls from threads of its own, too, and
 * an exception that left one of these methods would end the JVM.
 */
final class Upcalls {
  private static final Logger LOG = LoggerFactory.getLogger(VipsImageProcessor.class);
  private static final long FAILED = -1;

  /** Gives what libvips reads. */
  interface Reader {
    /** Fills some of the buffer; 0 at the end, -1 after a fault, which it keeps. */
    long read(MemorySegment buffer);
  }

  /** Takes what libvips writes. */
  interface Writer {
    /** Takes all of it; -1 after a fault, which it keeps. */
    long write(MemorySegment bytes);
  }

  private final Map<Long, Reader> readers = new ConcurrentHashMap<>();
  private final Map<Long, Writer> writers = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final MemorySegment read;
  private final MemorySegment write;
  private final MemorySegment log;

  Upcalls() {
    read = stub("read", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    write = stub("write", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    log = stub("log", null, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
  }

  /** A number to be given back to {@link #forget}. */
  long connectReader(Libvips vips, MemorySegment source, Reader reader) {
    long id = ids.incrementAndGet();
    readers.put(id, reader);
    vips.gobjects.connect(source, "read", read, MemorySegment.ofAddress(id));
    return id;
  }

  /** A number to be given back to {@link #forget}. */
  long connectWriter(Libvips vips, MemorySegment target, Writer writer) {
    long id = ids.incrementAndGet();
    writers.put(id, writer);
    vips.gobjects.connect(target, "write", write, MemorySegment.ofAddress(id));
    return id;
  }

  void forget(long id) {
    readers.remove(id);
    writers.remove(id);
  }

  int connected() {
    return readers.size() + writers.size();
  }

  void catchLogs(Libvips vips) {
    for (String domain : new String[] {"VIPS", "GLib-GObject", "GLib"}) {
      vips.gobjects.log(domain, log);
    }
  }

  @SuppressWarnings("restricted") // C gives address and size apart
  long read(MemorySegment source, MemorySegment buffer, long length, MemorySegment id) {
    try {
      Reader reader = readers.get(id.address());
      return reader == null ? FAILED : reader.read(buffer.reinterpret(length));
    } catch (Throwable e) {
      return FAILED;
    }
  }

  @SuppressWarnings("restricted") // C gives address and size apart
  long write(MemorySegment target, MemorySegment bytes, long length, MemorySegment id) {
    try {
      Writer writer = writers.get(id.address());
      return writer == null ? FAILED : writer.write(bytes.reinterpret(length));
    } catch (Throwable e) {
      return FAILED;
    }
  }

  void log(MemorySegment domain, int level, MemorySegment message, MemorySegment data) {
    try {
      LOG.debug("{}: {}", Strings.read(domain), Strings.read(message));
    } catch (Throwable e) {
      // Nobody is left to tell, and it must not leave this method.
    }
  }

  @SuppressWarnings("restricted") // the one place where upcall stubs are made
  private MemorySegment stub(
      String method, @Nullable MemoryLayout result, MemoryLayout... arguments) {
    FunctionDescriptor shape =
        result == null
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(result, arguments);
    MethodType type = shape.toMethodType();
    try {
      return Linker.nativeLinker()
          .upcallStub(MethodHandles.lookup().bind(this, method, type), shape, Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no method " + method + type, e);
    }
  }
}
