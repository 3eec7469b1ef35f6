package dev.affix.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingTest {
  private static final Engine ENGINE = LibraryFinder.find(null);
  private static final SymbolLookup SYMBOLS = LibraryFinder.symbols(ENGINE.library);

  @ParameterizedTest
  @CsvSource({
    "vips_interpretation_get_type, b-w, " + Images.BLACK_AND_WHITE,
    "vips_interpretation_get_type, cmyk, " + Images.CMYK,
    "vips_interpretation_get_type, srgb, " + Images.SRGB,
    "vips_band_format_get_type, uchar, " + Images.UCHAR,
  })
  void numbersAreThoseOfLibvips(String type, String name, int number) {
    assertThat(name(type, number)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "thumbnail_image, size, down",
    "thumbnail_image, size, both",
    "thumbnail_image, crop, centre",
    "jpegload_source, access, sequential",
    "jpegload_source, fail-on, error",
    "heifsave_target, compression, av1",
    "colourspace, space, srgb",
    "cast, format, uchar",
  })
  void namesOfEnumerationsAreKnown(String operation, String property, String value) {
    try (var scope = new VipsScope(ENGINE.vips)) {
      assertThat(scope.operation(operation).set(property, value)).isNotNull();
      assertThatThrownBy(() -> scope.operation(operation).set(property, "nonsense"))
          .isInstanceOf(VipsFailure.class);
    }
  }

  @Test
  void unknownOperationsAndPropertiesAreErrors() {
    try (var scope = new VipsScope(ENGINE.vips)) {
      assertThatThrownBy(() -> scope.operation("nonsense")).isInstanceOf(VipsFailure.class);
      Operation copy = scope.operation("copy");
      assertThatThrownBy(() -> copy.set("nonsense", 1)).isInstanceOf(VipsFailure.class);
      assertThatThrownBy(() -> copy.image("nonsense", MemorySegment.NULL))
          .isInstanceOf(VipsFailure.class);
      assertThatThrownBy(copy::run).isInstanceOf(VipsFailure.class);
    }
    assertThat(ENGINE.vips.trackedAllocations()).isZero();
  }

  @Test
  void cacheIsOffAndEachPictureHasOneThread() {
    assertThat(CFunction.of(SYMBOLS, "vips_cache_get_max", JAVA_INT).toInt()).isZero();
    assertThat(CFunction.of(SYMBOLS, "vips_concurrency_get", JAVA_INT).toInt()).isEqualTo(1);
    if (!ENGINE.vips.atLeast(8, 15, 0)) {
      assertThat(CFunction.of(SYMBOLS, "vips_vector_isenabled", JAVA_INT).toInt()).isZero();
    }
  }

  @Test
  void upcallsKeepWhatIsThrown() {
    var upcalls = new Upcalls();
    MemorySegment buffer = MemorySegment.ofAddress(16);
    assertThat(upcalls.read(buffer, buffer, 8, MemorySegment.ofAddress(99))).isEqualTo(-1);
    assertThat(upcalls.write(buffer, buffer, 8, MemorySegment.ofAddress(99))).isEqualTo(-1);
    try (var scope = new VipsScope(ENGINE.vips)) {
      MemorySegment source = scope.own(ENGINE.vips.newSource());
      long id =
          upcalls.connectReader(
              ENGINE.vips,
              source,
              bytes -> {
                throw new StackOverflowError("must not leave the upcall");
              });
      assertThat(upcalls.read(buffer, buffer, 8, MemorySegment.ofAddress(id))).isEqualTo(-1);
      // Called by libvips from C, the JVM survives it, too.
      Operation load = scope.operation("jpegload_source").source(source);
      assertThatThrownBy(load::run).isInstanceOf(VipsFailure.class);
      upcalls.forget(id);
    }
  }

  private static String name(String type, int number) {
    long gtype = CFunction.of(SYMBOLS, type, JAVA_LONG).toLong();
    return Strings.read(
        CFunction.of(SYMBOLS, "vips_enum_nick", ADDRESS, JAVA_LONG, JAVA_INT)
            .toPointer(gtype, number));
  }
}
