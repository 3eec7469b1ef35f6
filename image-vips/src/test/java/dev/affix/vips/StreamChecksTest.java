package dev.affix.vips;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.InvalidImageException;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamChecksTest {
  private static final byte[] PNG = Pictures.png(Pictures.plain(9, 9, Color.RED));

  @Test
  void pngWithoutTextPassesUnchanged() throws IOException {
    assertThat(new PngChunks(new ByteArrayInputStream(PNG)).readAllBytes()).isEqualTo(PNG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tEXt", "zTXt", "iTXt"})
  void pngLosesItsTextAndNothingElse(String type) throws IOException {
    byte[] text = Exif.chunk(Exif.chunk(PNG, type, new byte[100_000]), type, new byte[0]);
    assertThat(new PngChunks(new ByteArrayInputStream(text)).readAllBytes()).isEqualTo(PNG);
    byte[] exif = Exif.inPng(PNG, 6);
    assertThat(new PngChunks(new ByteArrayInputStream(exif)).readAllBytes()).isEqualTo(exif);
  }

  @Test
  void pngCutAnywhereEndsThere() throws IOException {
    byte[] text = Exif.chunk(PNG, "zTXt", new byte[50]);
    for (int length = 1; length < text.length; length++) {
      byte[] cut = Arrays.copyOf(text, length);
      byte[] passed = new PngChunks(new ByteArrayInputStream(cut)).readAllBytes();
      assertThat(PNG).startsWith(passed);
    }
  }

  @Test
  void pngChunkOfFourGigabytesIsNoTrouble() throws IOException {
    byte[] head = Arrays.copyOf(PNG, 33);
    byte[] huge = Exif.concat(head, "\u00ff\u00ff\u00ff\u00ffzTXtxx".getBytes(ISO_8859_1));
    assertThat(new PngChunks(new ByteArrayInputStream(huge)).readAllBytes()).isEqualTo(head);
  }

  @Test
  void skippedBytesCountTowardsTheLimit() {
    byte[] text = Exif.chunk(PNG, "zTXt", new byte[10_000]);
    var bounded = new BoundedInput(new ByteArrayInputStream(text), text.length - 1);
    assertThatThrownBy(() -> new PngChunks(bounded).readAllBytes())
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("sourceBytes");
  }

  @Test
  void scansAreCountedButNotThoseInsideSegments() throws IOException {
    byte[] jpeg = ScanBomb.of(5);
    assertThat(new JpegScans(new ByteArrayInputStream(jpeg), 5).readAllBytes()).isEqualTo(jpeg);
    assertThatThrownBy(() -> new JpegScans(new ByteArrayInputStream(jpeg), 4).readAllBytes())
        .isInstanceOf(InvalidImageException.class);
    byte[] thumbnail = Exif.segment(jpeg, 0xe1, ScanBomb.of(30));
    assertThat(new JpegScans(new ByteArrayInputStream(thumbnail), 5).readAllBytes())
        .isEqualTo(thumbnail);
    byte[] second = Exif.concat(jpeg, ScanBomb.of(30));
    assertThat(new JpegScans(new ByteArrayInputStream(second), 5).readAllBytes()).isEqualTo(second);
  }

  @Test
  void scansAreCountedByteByByteToo() {
    var stream = new JpegScans(new ByteArrayInputStream(ScanBomb.of(5)), 4);
    assertThatThrownBy(
            () -> {
              while (stream.read() >= 0) {
                // goes on to the end
              }
            })
        .isInstanceOf(InvalidImageException.class);
  }

  @Test
  void formatsAreToldByTheirFirstBytes() {
    assertThat(sniff("\u0000\u0000\u0000\u001cftypmif1\u0000\u0000\u0000\u0000avifmiafmif1"))
        .contains(SourceFormat.AVIF);
    assertThat(sniff("\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000mif1heicavif"))
        .as("a brand behind the box does not count")
        .isEmpty();
    assertThat(sniff("\u00ff\u00d8")).isEmpty();
    assertThat(sniff(" GIF89a")).isEmpty();
    assertThat(sniff("GIF88a")).isEmpty();
  }

  private static Optional<SourceFormat> sniff(String head) {
    return SourceFormat.of(head.getBytes(ISO_8859_1));
  }
}
