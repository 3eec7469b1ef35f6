package dev.affix.internal.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.UploadRejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedStreamTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** Every way to take bytes out of a stream. */
  enum Reading {
    ALL {
      @Override
      long drain(InputStream in) throws IOException {
        return in.readAllBytes().length;
      }
    },
    SINGLY {
      @Override
      long drain(InputStream in) throws IOException {
        long count = 0;
        while (in.read() >= 0) {
          count++;
        }
        return count;
      }
    },
    TRANSFERRED {
      @Override
      long drain(InputStream in) throws IOException {
        return in.transferTo(java.io.OutputStream.nullOutputStream());
      }
    },
    SKIPPED {
      @Override
      long drain(InputStream in) throws IOException {
        long count = 0;
        for (long skipped = in.skip(7); skipped > 0; skipped = in.skip(7)) {
          count += skipped;
        }
        return count;
      }
    };

    abstract long drain(InputStream in) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void endsWhatIsLargerThanAccepted(Reading reading) {
    assertThatThrownBy(() -> reading.drain(stream(101, OptionalLong.of(100), LONG)))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessage("\"a.txt\" is larger than the 100 bytes that are accepted");
  }

  @ParameterizedTest
  @EnumSource
  void letsPassWhatIsAsLargeAsAccepted(Reading reading) throws IOException {
    assertThat(reading.drain(stream(100, OptionalLong.of(100), LONG))).isEqualTo(100);
    assertThat(reading.drain(stream(100, OptionalLong.empty(), LONG))).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource
  void endsWhatTakesTooLong(Reading reading) {
    assertThatThrownBy(() -> reading.drain(stream(1, OptionalLong.empty(), Duration.ofNanos(-1))))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("\"a.txt\" took longer than")
        .hasMessageContaining("uploadDeadline(..)");
  }

  @Test
  void cannotBeReadTwiceFromAMark() {
    assertThat(stream(1, OptionalLong.empty(), LONG).markSupported()).isFalse();
  }

  private static InputStream stream(int length, OptionalLong max, Duration time) {
    return new BoundedStream(new ByteArrayInputStream(new byte[length]), "\"a.txt\"", max, time);
  }
}
