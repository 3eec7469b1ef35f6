package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.InvalidImageException;
import dev.affix.image.Variation;
import java.awt.Color;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TIFFs whose directories cost more than their pixels. Each is answered in a blink; without the
 * looking through, most of them take longer than the time limit, or more memory than there is.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TiffDirectoriesTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();
  private static final Variation THUMBNAIL = Variation.of(Variation.resizeToLimit(50, 50));
  private static final int MOST = TiffDirectories.MOST;

  @AfterAll
  static void close() {
    VIPS.close();
  }

  static ByteOrder[] orders() {
    return new ByteOrder[] {BIG_ENDIAN, LITTLE_ENDIAN};
  }

  @ParameterizedTest
  @MethodSource("orders")
  void asManyPagesAreReadAsFramesOfOthers(ByteOrder order) {
    byte[] file = new TiffFile(order, MOST).bytes();
    assertThat(VIPS.analyze(source(file)).frames()).isEqualTo(MOST);
    assertThat(VIPS.transform(source(file), THUMBNAIL).width()).isEqualTo(1);
    Variation last = Variation.of(Variation.frame(MOST - 1));
    assertThat(VIPS.transform(source(file), last).width()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void morePagesAreRefused(ByteOrder order) {
    assertRefused(new TiffFile(order, MOST + 1), "more than the 4096 pages");
    assertRefused(new TiffFile(order, 280_000), "more than the 4096 pages");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void pagesAreFollowedWhereverTheyLie(ByteOrder order) {
    byte[] file = new TiffFile(order, 300).backwards().bytes();
    assertThat(VIPS.analyze(source(file)).frames()).isEqualTo(300);
    assertThat(VIPS.transform(source(file), THUMBNAIL).width()).isEqualTo(1);
    assertRefused(new TiffFile(order, MOST + 1).backwards(), "more than the 4096 pages");
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "2, 1", "50, 20"})
  void pagesThatLeadInACircleAreRefused(int pages, int to) {
    for (ByteOrder order : orders()) {
      assertRefused(new TiffFile(order, pages).circleTo(to), "lead in a circle");
      assertRefused(new TiffFile(order, pages).backwards().circleTo(to), "lead in a circle");
    }
  }

  @Test
  void entriesAreCounted() {
    int own = TiffDirectories.ENTRIES - 9;
    byte[] file = new TiffFile(LITTLE_ENDIAN, 2).ownTags(own, 4).bytes();
    assertThat(VIPS.analyze(source(file)).frames()).isEqualTo(2);
    assertRefused(new TiffFile(BIG_ENDIAN, 2).ownTags(own + 1, 4), "entries", "256 in one");
    assertRefused(new TiffFile(LITTLE_ENDIAN, 600).ownTags(4_087, 4), "entries", "256 in one");
    assertRefused(new TiffFile(LITTLE_ENDIAN, MOST).ownTags(24, 4), "entries", "131072 in all");
  }

  /** A few megabytes of file that would be some gigabytes of memory. */
  @Test
  void whatEntriesReferToIsAddedUp() {
    int mebibyte = 1 << 20;
    byte[] file = new TiffFile(BIG_ENDIAN, 3).ownTags(10, mebibyte).bytes();
    assertThat(VIPS.analyze(source(file)).frames()).isEqualTo(3);
    assertRefused(new TiffFile(BIG_ENDIAN, 7).ownTags(10, mebibyte), "refer to more than twice");
    assertRefused(
        new TiffFile(LITTLE_ENDIAN, 1).ownTags(200, 4 * mebibyte), "refer to more than twice");
    assertRefused(
        new TiffFile(LITTLE_ENDIAN, 1).ownTags(3, 4).claiming(-1), "refer to more than twice");
    var limits = VipsLimits.defaults().withSourceBytes(80L * mebibyte);
    try (var generous = VipsImageProcessor.builder().limits(limits).build()) {
      byte[] more = new TiffFile(BIG_ENDIAN, 7).ownTags(10, mebibyte).bytes();
      assertThat(generous.analyze(source(more)).frames()).isEqualTo(7);
    }
  }

  /** Some programs leave such things behind; what comes of it is for libvips to say. */
  @Test
  void whatIsNoDirectoryEndsThePages() {
    byte[] tooFar = new TiffFile(LITTLE_ENDIAN, 2).last(1 << 30).bytes();
    assertThat(VIPS.analyze(source(tooFar)).frames()).isEqualTo(2);
    // Read from there, the file would have a directory of 10,000 entries.
    byte[] nonsense = new TiffFile(LITTLE_ENDIAN, 2).last(1).bytes();
    assertThat(VIPS.analyze(source(nonsense)).frames()).isEqualTo(2);
    byte[] broken = new TiffFile(LITTLE_ENDIAN, 1).ownTags(1, 4).claiming(-1).bytes();
    assertThat(VIPS.analyze(source(broken)).frames()).isEqualTo(1);
    byte[] whole = new TiffFile(LITTLE_ENDIAN, 2).bytes();
    byte[] withoutEnd = Arrays.copyOf(whole, whole.length - 1);
    assertThat(VIPS.analyze(source(withoutEnd)).frames()).isPositive();
  }

  @Test
  void ordinaryPagesAreReadAsBefore() {
    byte[] file =
        Pictures.tiff(Pictures.plain(8, 8, Color.RED), Pictures.plain(300, 200, Color.BLUE));
    assertThat(VIPS.analyze(source(file)).frames()).isEqualTo(2);
    assertThat(VIPS.transform(source(file), Variation.of(Variation.frame(1))).width())
        .isEqualTo(300);
  }

  private static void assertRefused(TiffFile file, String... hints) {
    byte[] bytes = file.bytes();
    assertThatThrownBy(() -> VIPS.transform(source(bytes), THUMBNAIL))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll(hints);
    assertThatThrownBy(() -> VIPS.analyze(source(bytes)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll(hints);
  }
}
