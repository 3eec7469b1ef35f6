package dev.affix.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;

class ChecksumStreamTest {
  /** The check string of CRC catalogues. */
  private static final byte[] DIGITS = "123456789".getBytes(US_ASCII);

  private static final Checksums OF_DIGITS =
      new Checksums(
          "25f9e794323b453885f5181f1b624d0b",
          "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
          "e3069283");

  @Test
  void countsAndHashesWhatIsRead() throws IOException {
    ChecksumStream stream = ChecksumStream.all(new ByteArrayInputStream(DIGITS));
    assertThat(stream.readAllBytes()).isEqualTo(DIGITS);
    assertThat(stream.count()).isEqualTo(9);
    assertThat(stream.checksums()).isEqualTo(OF_DIGITS);
  }

  @Test
  void theEmptyStreamHasChecksumsToo() throws IOException {
    ChecksumStream stream = ChecksumStream.all(new ByteArrayInputStream(new byte[0]));
    assertThat(stream.read()).isEqualTo(-1);
    assertThat(stream.count()).isZero();
    assertThat(stream.checksums())
        .isEqualTo(
            new Checksums(
                "d41d8cd98f00b204e9800998ecf8427e",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "00000000"));
  }

  @Test
  void everyWayOfReadingIsOne() throws IOException {
    ChecksumStream stream = ChecksumStream.all(new ByteArrayInputStream(DIGITS));
    assertThat(stream.read()).isEqualTo('1');
    assertThat(stream.skip(2)).isEqualTo(2);
    assertThat(stream.read(new byte[5], 1, 2)).isEqualTo(2);
    assertThat(stream.readNBytes(1)).containsExactly('6');
    stream.skipNBytes(1);
    assertThat(stream.transferTo(OutputStream.nullOutputStream())).isEqualTo(2);
    assertThat(stream.count()).isEqualTo(9);
    assertThat(stream.checksums()).isEqualTo(OF_DIGITS);
  }

  @Test
  void skippingBeyondTheEndAndBackwardsCountsWhatThereWas() throws IOException {
    byte[] noise = new byte[20_000];
    new Random(1).nextBytes(noise);
    ChecksumStream stream = ChecksumStream.all(new ByteArrayInputStream(noise));
    assertThat(stream.skip(-1)).isZero();
    assertThat(stream.skip(0)).isZero();
    assertThat(stream.skip(Long.MAX_VALUE)).isEqualTo(20_000);
    assertThat(stream.skip(1)).isZero();
    assertThat(stream.count()).isEqualTo(20_000);
    assertThat(stream.checksums().sha256()).isEqualTo(DigestUtils.sha256Hex(noise));
  }

  @Test
  void bytesAbove127AreNotTheEnd() throws IOException {
    ChecksumStream stream = ChecksumStream.all(new ByteArrayInputStream(new byte[] {(byte) 0xff}));
    assertThat(stream.read()).isEqualTo(255);
    assertThat(stream.read()).isEqualTo(-1);
  }

  @Test
  void verifyingComputesWhatIsExpectedAndTheCheapOne() throws IOException {
    Checksums expected = new Checksums(OF_DIGITS.md5(), null, null);
    ChecksumStream stream = ChecksumStream.verifying(new ByteArrayInputStream(DIGITS), expected);
    stream.readAllBytes();
    assertThat(stream.checksums())
        .isEqualTo(new Checksums(OF_DIGITS.md5(), null, OF_DIGITS.crc32c()));
  }

  @Test
  void nothingIsReadTwiceFromAMark() {
    assertThat(ChecksumStream.all(new ByteArrayInputStream(DIGITS)).markSupported()).isFalse();
  }
}
