package dev.affix.vips;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * A C function behind one calling convention for all shapes. Boxing the arguments costs some tens
 * of nanoseconds a call, a variant makes some hundred calls, and takes milliseconds.
 */
final class CFunction {
  private final String name;
  private final MethodHandle handle;

  private CFunction(String name, MethodHandle handle) {
    this.name = name;
    this.handle = handle;
  }

  /** Looks the function up; {@code result} is null for {@code void}. */
  @SuppressWarnings("restricted") // the one place where C functions are bound
  static CFunction of(
      SymbolLookup lookup, String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
    MemorySegment address =
        lookup.find(name).orElseThrow(() -> new MissingSymbolException("it has no " + name));
    FunctionDescriptor shape =
        result == null
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(result, arguments);
    MethodHandle exact = Linker.nativeLinker().downcallHandle(address, shape);
    MethodHandle spread =
        exact
            .asType(MethodType.genericMethodType(arguments.length))
            .asSpreader(Object[].class, arguments.length);
    return new CFunction(name, spread);
  }

  int toInt(Object... arguments) {
    return (Integer) call(arguments);
  }

  long toLong(Object... arguments) {
    return (Long) call(arguments);
  }

  MemorySegment toPointer(Object... arguments) {
    return (MemorySegment) call(arguments);
  }

  void run(Object... arguments) {
    invoke(arguments);
  }

  private Object call(Object... arguments) {
    Object result = invoke(arguments);
    if (result == null) {
      throw new IllegalStateException(name + " returns nothing");
    }
    return result;
  }

  private @Nullable Object invoke(Object[] arguments) {
    try {
      return (Object) handle.invokeExact(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling " + name + " failed", e);
    }
  }
}
