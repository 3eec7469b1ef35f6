package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageSource;
import dev.affix.image.Variation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFaultsTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();
  private static final Variation THUMBNAIL =
      Variation.of(Variation.resizeToLimit(50, 50), Variation.format(ImageFormat.WEBP));

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif", "tiff"})
  void whatTheStreamThrowsIsTheCause(String format) {
    byte[] bytes = Pictures.encode(Pictures.photo(300, 200), format);
    for (Throwable fault :
        new Throwable[] {
          new IOException("gone"), new IllegalStateException("gone"), new StackOverflowError("gone")
        }) {
      for (int good : new int[] {100, bytes.length / 2, bytes.length - 10}) {
        assertThatThrownBy(() -> VIPS.transform(failing(bytes, good, fault), THUMBNAIL))
            .as("%s after %d bytes of %s", fault, good, format)
            .isInstanceOf(ImageProcessingException.class)
            .cause()
            .isSameAs(fault);
      }
    }
    assertThat(VIPS.transform(source(bytes), THUMBNAIL).width()).isEqualTo(50);
  }

  @Test
  void whatOpeningThrowsIsTheCause() {
    var gone = new IOException("gone");
    ImageSource source =
        () -> {
          throw gone;
        };
    assertThatThrownBy(() -> VIPS.transform(source, THUMBNAIL))
        .isInstanceOf(ImageProcessingException.class)
        .cause()
        .isSameAs(gone);
    assertThatThrownBy(() -> VIPS.analyze(source)).isInstanceOf(ImageProcessingException.class);
  }

  @Test
  void streamsAreOpenedOnceAndClosedOnce() {
    byte[] good = Pictures.jpeg(Pictures.photo(300, 200));
    var opened = new AtomicInteger();
    var closed = new AtomicInteger();
    VIPS.transform(counting(good, opened, closed), THUMBNAIL);
    VIPS.analyze(counting(good, opened, closed));
    for (byte[] bad : new byte[][] {{}, {1, 2, 3}, Arrays.copyOf(good, 700)}) {
      assertThatThrownBy(() -> VIPS.transform(counting(bad, opened, closed), THUMBNAIL))
          .isNotNull();
    }
    assertThat(opened).hasValue(5);
    assertThat(closed).hasValue(5);
  }

  @Test
  void streamsMayGiveOneByteAtATime() {
    BufferedImage picture = Pictures.photo(60, 40);
    for (String format : new String[] {"jpeg", "png", "gif", "tiff"}) {
      byte[] bytes = Pictures.encode(picture, format);
      ImageSource slow =
          () ->
              new FilterInputStream(new ByteArrayInputStream(bytes)) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                  return super.read(buffer, offset, Math.min(1, length));
                }
              };
      assertThat(VIPS.transform(slow, THUMBNAIL).bytes())
          .isEqualTo(VIPS.transform(source(bytes), THUMBNAIL).bytes());
    }
  }

  private static ImageSource failing(byte[] bytes, int good, Throwable fault) {
    return () ->
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at < good) {
              return bytes[at++] & 0xff;
            }
            if (fault instanceof IOException e) {
              throw e;
            }
            if (fault instanceof RuntimeException e) {
              throw e;
            }
            throw (Error) fault;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
              return 0;
            }
            buffer[offset] = (byte) read();
            return 1;
          }
        };
  }

  private static ImageSource counting(byte[] bytes, AtomicInteger opened, AtomicInteger closed) {
    return () -> {
      opened.incrementAndGet();
      return new ByteArrayInputStream(bytes) {
        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    };
  }
}
