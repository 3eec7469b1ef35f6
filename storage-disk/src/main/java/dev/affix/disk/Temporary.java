package dev.affix.disk;

import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is about to become an object; closing it removes it under this name. */
final class Temporary implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskService.class);
  private static final int BUFFER = 1 << 16;

  private final DiskService service;
  private final StorageKey key;
  private final Path file;
  private final FileChannel channel;

  Temporary(DiskService service, StorageKey key, Path file, FileChannel channel) {
    this.service = service;
    this.key = key;
    this.file = file;
    this.channel = channel;
  }

  Path file() {
    return file;
  }

  /**
   * Writes, checks and syncs.
   *
   * @throws IOException only of {@code body}; the disk's own come as storage exceptions
   */
  StoredObject write(PutRequest request, InputStream body) throws IOException {
    ChecksumStream in = ChecksumStream.verifying(body, request.expected());
    long most = request.expectedLength().orElse(Long.MAX_VALUE);
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (in.count() > most) {
        throw new IntegrityException(key, "longer than the " + most + " bytes expected");
      }
      append(buffer, read);
    }
    Checksums checksums = in.checksums();
    check(request, in.count(), checksums);
    return new StoredObject(key, in.count(), checksums, finish().lastModifiedTime().toInstant());
  }

  static StoredObject describe(StorageKey key, BasicFileAttributes attributes) {
    return new StoredObject(
        key, attributes.size(), Checksums.NONE, attributes.lastModifiedTime().toInstant());
  }

  /** Never throws: the object is stored or the put has failed already, and a sweep follows. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("Temporary file {} stays until it is swept", file, e);
    }
  }

  private void append(byte[] bytes, int length) {
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw service.failure("Storing", key, e);
    }
  }

  private BasicFileAttributes finish() {
    try {
      channel.force(true);
      channel.close();
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException e) {
      throw service.failure("Storing", key, e);
    }
  }

  private static void check(PutRequest request, long length, Checksums checksums) {
    OptionalLong expected = request.expectedLength();
    if (expected.isPresent() && expected.getAsLong() != length) {
      throw new IntegrityException(
          request.key(), length + " bytes came where " + expected.getAsLong() + " were expected");
    }
    request
        .expected()
        .firstDifference(checksums)
        .ifPresent(algorithm -> {
          throw new IntegrityException(request.key(), algorithm + " differs");
        });
  }
}
