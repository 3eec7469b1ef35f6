package dev.affix;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Something to attach: bytes, a name, and what is claimed of them. Nothing is read before it is
 * staged. Immutable; a stream inside is used once and by one thread.
 */
public final class Upload {
  private final Opener opener;
  private final boolean repeatable;
  private final String filename;
  private final @Nullable String contentType;
  private final OptionalLong length;

  private Upload(
      Opener opener,
      boolean repeatable,
      String filename,
      @Nullable String contentType,
      OptionalLong length) {
    this.opener = opener;
    this.repeatable = repeatable;
    this.filename = filename;
    this.contentType = contentType;
    this.length = length;
  }

  /** Opens the bytes; whoever opens closes. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * A file, under its own name. It is read when staged, not now.
   *
   * @throws UncheckedIOException if there is no such file
   */
  public static Upload of(Path file) {
    try {
      return new Upload(
          () -> Files.newInputStream(file),
          true,
          Objects.toString(file.getFileName(), ""),
          null,
          OptionalLong.of(Files.size(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("\"" + file + "\" cannot be uploaded", e);
    }
  }

  /** Bytes in memory; not copied, so nobody changes them until they are staged. */
  public static Upload of(byte[] bytes, String filename) {
    return new Upload(
        () -> new ByteArrayInputStream(bytes), true, filename, null, OptionalLong.of(bytes.length));
  }

  /**
   * A stream, read once to its end and then closed by Affix. Cannot be attached to an owner that is
   * not persistent yet, since nobody knows when it would be read: stage it first.
   */
  public static Upload of(InputStream stream, String filename) {
    return new Upload(() -> stream, false, filename, null, OptionalLong.empty());
  }

  /** Bytes that can be opened any number of times. */
  public static Upload from(Opener opener, String filename) {
    return new Upload(opener, true, filename, null, OptionalLong.empty());
  }

  /** The same under another name. */
  public Upload withFilename(String name) {
    return new Upload(opener, repeatable, name, contentType, length);
  }

  /** The same with a claimed content type; believed only where the bytes do not tell. */
  public Upload withContentType(@Nullable String claimed) {
    return new Upload(opener, repeatable, filename, claimed, length);
  }

  /** The same with a known length; any other number of bytes is refused. */
  public Upload withLength(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("length must not be negative, but was " + bytes);
    }
    return new Upload(opener, repeatable, filename, contentType, OptionalLong.of(bytes));
  }

  /** The name as it was given. */
  public String filename() {
    return filename;
  }

  /** The claimed content type. */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /** Length in bytes, where known beforehand. */
  public OptionalLong length() {
    return length;
  }

  /** Whether it can be opened more than once. */
  public boolean isRepeatable() {
    return repeatable;
  }

  /** Opens the bytes; the caller closes. */
  public InputStream open() throws IOException {
    return opener.open();
  }

  @Override
  public String toString() {
    return "Upload[\"" + filename + "\"]";
  }
}
