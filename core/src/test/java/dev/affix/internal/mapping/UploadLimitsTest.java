package dev.affix.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.validation.ContentTypeIn;
import dev.affix.validation.ImageDimensions;
import dev.affix.validation.MaxFileCount;
import dev.affix.validation.MaxFileSize;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadLimitsTest {

  /** Annotations as the compiler makes them. */
  static class Samples {
    @ContentTypeIn({"image/png", "text/plain"})
    @MaxFileSize("1KB")
    @MaxFileCount(2)
    Object all = "";

    @ContentTypeIn("image/*")
    Object pictures = "";

    @Deprecated Object other = "";

    @MaxFileCount(0)
    Object none = "";

    @ImageDimensions(minWidth = 100, maxWidth = 4_000, minHeight = 50, maxPixels = 1_000_000)
    Object sized = "";

    @ImageDimensions(maxHeight = 50)
    Object low = "";

    @ImageDimensions(minWidth = 10, maxWidth = 9)
    Object narrow = "";

    @ImageDimensions(minHeight = 0)
    Object flat = "";

    @ImageDimensions(minWidth = 100, minHeight = 100, maxPixels = 9_999)
    Object impossible = "";
  }

  @Test
  void anyTypeSizeAndNumberIsAcceptedWithoutLimits() {
    assertThat(UploadLimits.NONE.faultOf(file("x/y", Long.MAX_VALUE))).isEmpty();
    assertThat(limits("other")).isEqualTo(UploadLimits.NONE);
  }

  @Test
  void typesAreComparedWhole() {
    UploadLimits limits = limits("all");
    assertThat(limits.faultOf(file("image/png", 1))).isEmpty();
    assertThat(limits.faultOf(file("text/plain", 1))).isEmpty();
    assertThat(limits.faultOf(file("image/pn", 1)))
        .contains("\"a.bin\" is image/pn by its bytes; accepted are image/png, text/plain");
    assertThat(limits.faultOf(file("image/png2", 1))).isPresent();
    assertThat(limits.faultOf(file("image", 1))).isPresent();
  }

  @Test
  void aFamilyAcceptsItsTypesAlone() {
    UploadLimits limits = limits("pictures");
    assertThat(limits.faultOf(file("image/png", 1))).isEmpty();
    assertThat(limits.faultOf(file("image/svg+xml", 1))).isEmpty();
    assertThat(limits.faultOf(file("imagery/png", 1))).isPresent();
    assertThat(limits.faultOf(file("text/image/png", 1))).isPresent();
    assertThat(limits.faultOf(file("text/plain", 1)))
        .contains("\"a.bin\" is text/plain by its bytes; accepted are image/*");
  }

  @Test
  void aTypeNobodyLookedForYetIsNoFault() {
    assertThat(limits("all").faultOf(file(null, 1))).isEmpty();
  }

  @Test
  void theLargestAcceptedSizeIsAccepted() {
    UploadLimits limits = limits("all");
    assertThat(limits.faultOf(file("image/png", 1_024))).isEmpty();
    assertThat(limits.faultOf(file("image/png", 1_025)))
        .contains("\"a.bin\" is larger than the 1024 bytes that are accepted");
    assertThat(limits.faultOf(new FileFacts("a.bin", "image/png", OptionalLong.empty()))).isEmpty();
  }

  @Test
  void theLargestAcceptedNumberIsAccepted() {
    UploadLimits limits = limits("all");
    FileFacts file = file("image/png", 1);
    assertThat(limits.faultOf(List.of())).isEmpty();
    assertThat(limits.faultOf(List.of(file, file))).isEmpty();
    assertThat(limits.faultOf(List.of(file, file, file)))
        .contains("3 files are too many; at most 2 are accepted");
    assertThat(limits.faultOf(List.of(file, file("text/html", 1)))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "1B, 1",
    "500KB, 512000",
    "500 KB, 512000",
    "500kb, 512000",
    "3MB, 3145728",
    "2GB, 2147483648",
    "8589934591GB, 9223372035781033984",
  })
  void sizesAreReadInStepsOf1024(String text, long bytes) {
    assertThat(UploadLimits.NONE.with(size(text)).maxBytes()).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "500",
        "KB",
        "-1KB",
        "1.5MB",
        "1TB",
        "1KiB",
        "٣KB",
        "1KB2",
        "8589934592GB",
        "1234567890123B"
      })
  void whatIsNoSizeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UploadLimits.NONE.with(size(text)))
        .withMessageContaining("but was \"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "99, 50, false",
    "100, 49, false",
    "100, 50, true",
    "4000, 250, true",
    "4001, 50, false",
    "4000, 251, false",
    "1000, 1000, true",
    "100, 2147483647, false"
  })
  void bothBoundsOfASizeAreAccepted(int width, int height, boolean accepted) {
    assertThat(limits("sized").faultOf(picture(width, height)).isEmpty()).isEqualTo(accepted);
    assertThat(limits("sized").faultOfStored(picture(width, height)).isEmpty()).isEqualTo(accepted);
  }

  @Test
  void aFaultOfSizeSaysWhatIsAccepted() {
    assertThat(limits("sized").faultOf(picture(3, 4)))
        .contains(
            "\"a.bin\" has 3x4 pixels; accepted are 100 to 4000 pixels wide, at least 50 pixels high,"
                + " at most 1000000 pixels in all");
    assertThat(limits("low").faultOf(picture(3, 51)))
        .contains("\"a.bin\" has 3x51 pixels; accepted are at most 50 pixels high");
  }

  @Test
  void whereSizesAreLimitedAllFilesArePictures() {
    assertThat(limits("low").faultOf(file("text/plain", 1)))
        .contains("\"a.bin\" is text/plain by its bytes; accepted are pictures");
    assertThat(limits("low").faultOf(file(null, 1))).as("nobody looked yet").isEmpty();
  }

  @Test
  void aSizeThatIsNotKnownWillDoUntilItIsTooLateToLook() {
    assertThat(limits("low").faultOf(file("image/png", 1))).isEmpty();
    assertThat(limits("low").faultOfStored(file("image/png", 1)).orElseThrow())
        .contains("nobody knows", "affix.stage(upload, owner's class, name)");
    assertThat(limits("all").faultOfStored(file("image/png", 1))).isEmpty();
  }

  @Test
  void limitsOfSizeMustAcceptSomething() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits("narrow"))
        .withMessageContaining("1 <= minWidth <= maxWidth, but they were 10 and 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits("flat"))
        .withMessageContaining("1 <= minHeight <= maxHeight, but they were 0 and");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits("impossible"))
        .withMessageContaining("more than maxPixels = 9999");
  }

  @Test
  void aNumberOfFilesIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits("none"))
        .withMessage("@MaxFileCount must be at least 1, but was 0");
  }

  private static UploadLimits limits(String field) {
    try {
      UploadLimits limits = UploadLimits.NONE;
      for (Annotation annotation : Samples.class.getDeclaredField(field).getAnnotations()) {
        limits = limits.with(annotation);
      }
      return limits;
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }

  private static FileFacts picture(int width, int height) {
    return new FileFacts(
        "a.bin", "image/png", OptionalLong.of(1), new FileFacts.Pixels(width, height));
  }

  private static FileFacts file(@Nullable String type, long size) {
    return new FileFacts("a.bin", type, OptionalLong.of(size));
  }

  private static MaxFileSize size(String text) {
    return new Size(text);
  }

  /** An annotation with a value that no constant has. */
  @SuppressWarnings({"BadAnnotationImplementation", "ClassExplicitlyAnnotation"}) // never compared
  private record Size(String value) implements MaxFileSize {
    @Override
    public String message() {
      return "";
    }

    @Override
    public Class<?>[] groups() {
      return new Class<?>[0];
    }

    @Override
    @SuppressWarnings("unchecked")
    public Class<? extends jakarta.validation.Payload>[] payload() {
      return (Class<? extends jakarta.validation.Payload>[]) new Class<?>[0];
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return MaxFileSize.class;
    }
  }
}
