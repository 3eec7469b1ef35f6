package dev.affix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
  private static final byte[] BYTES = "hello".getBytes(UTF_8);

  @Test
  void aFileHasItsOwnNameAndLength(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.txt"), BYTES);
    Upload upload = Upload.of(file);
    assertThat(upload.filename()).isEqualTo("a.txt");
    assertThat(upload.length()).hasValue(5);
    assertThat(upload.contentType()).isEmpty();
    assertThat(upload.isRepeatable()).isTrue();
    assertThat(read(upload)).isEqualTo(BYTES);
    assertThat(read(upload)).isEqualTo(BYTES);
  }

  @Test
  void aFileThatIsNotThereIsToldAtOnce(@TempDir Path folder) {
    Path file = folder.resolve("none.txt");
    assertThatThrownBy(() -> Upload.of(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("\"" + file + "\" cannot be uploaded")
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void bytesAreRepeatable() throws IOException {
    Upload upload = Upload.of(BYTES, "a.txt");
    assertThat(upload.length()).hasValue(5);
    assertThat(upload.isRepeatable()).isTrue();
    assertThat(read(upload)).isEqualTo(read(upload)).isEqualTo(BYTES);
  }

  @Test
  void aStreamIsReadOnceAndNotBeforeItIsOpened() throws IOException {
    InputStream stream = new ByteArrayInputStream(BYTES);
    Upload upload = Upload.of(stream, "a.txt");
    assertThat(upload.isRepeatable()).isFalse();
    assertThat(upload.length()).isEmpty();
    assertThat(stream.available()).isEqualTo(5);
    assertThat(upload.open()).isSameAs(stream);
  }

  @Test
  void anOpenerOpensEachTime() throws IOException {
    AtomicInteger opened = new AtomicInteger();
    Upload upload =
        Upload.from(
            () -> {
              opened.incrementAndGet();
              return new ByteArrayInputStream(BYTES);
            },
            "a.txt");
    assertThat(upload.isRepeatable()).isTrue();
    assertThat(opened).hasValue(0);
    assertThat(read(upload)).isEqualTo(read(upload));
    assertThat(opened).hasValue(2);
  }

  @Test
  void copiesChangeOneThing() {
    Upload upload = Upload.from(() -> new ByteArrayInputStream(BYTES), "a.txt");
    Upload changed = upload.withFilename("b.csv").withContentType("text/csv").withLength(5);
    assertThat(changed.filename()).isEqualTo("b.csv");
    assertThat(changed.contentType()).contains("text/csv");
    assertThat(changed.length()).hasValue(5);
    assertThat(changed.isRepeatable()).isTrue();
    assertThat(changed.withContentType(null).contentType()).isEmpty();
    assertThat(upload.filename()).isEqualTo("a.txt");
    assertThat(upload.contentType()).isEmpty();
    assertThat(upload.length()).isEmpty();
    assertThat(Upload.of(new ByteArrayInputStream(BYTES), "a").withFilename("b").isRepeatable())
        .isFalse();
  }

  @Test
  void aLengthIsNotNegative() {
    Upload upload = Upload.of(new ByteArrayInputStream(BYTES), "a.txt");
    assertThat(upload.withLength(0).length()).hasValue(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> upload.withLength(-1))
        .withMessage("length must not be negative, but was -1");
  }

  @Test
  void isToldByItsName() {
    assertThat(Upload.of(BYTES, "a.txt")).hasToString("Upload[\"a.txt\"]");
  }

  private static byte[] read(Upload upload) throws IOException {
    try (InputStream in = upload.open()) {
      return in.readAllBytes();
    }
  }
}
