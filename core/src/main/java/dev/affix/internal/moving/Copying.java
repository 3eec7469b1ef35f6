package dev.affix.internal.moving;

import dev.affix.internal.moving.Cargo.Piece;
import dev.affix.internal.pacing.Vitals;
import dev.affix.model.StoredFile;
import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectOptions;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings the bytes of one file to another service, and makes sure that they are those of its row.
 * No connection is held. The source is only read.
 */
final class Copying {
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private final StorageService source;
  private final StorageService target;
  private final Vitals vitals;

  Copying(StorageService source, StorageService target, Vitals vitals) {
    this.source = source;
    this.target = target;
    this.vitals = vitals;
  }

  /** Whether something is where the file would go. */
  boolean isTaken(StoredFile file) {
    return vitals.storage(() -> target.head(keyOf(file))).isPresent();
  }

  /**
   * False if an earlier try had brought it already.
   *
   * @param options how the target is to keep it
   */
  boolean bring(Piece piece, ObjectOptions options) throws IOException {
    StoredFile file = piece.file();
    PutRequest request = request(file).withOptions(options);
    boolean byItself = target instanceof ObjectCopying copying && copying.copiesFrom(source);
    if (piece.again()) {
      if (isThere(file, !byItself)) {
        return false;
      }
      request = request.replacing(); // only Affix puts anything there while the note names it
    }
    if (byItself && target instanceof ObjectCopying copying) {
      copy(copying, file, request);
    } else {
      stream(file, request);
    }
    return true;
  }

  /**
   * Whether the object is there and has the checksums of the row. Where the service does not tell
   * them, the object is read, if that is worth it: to send it again costs two transfers, to read it
   * one.
   */
  private boolean isThere(StoredFile file, boolean worthReading) throws IOException {
    StorageKey key = keyOf(file);
    Optional<StoredObject> there = vitals.storage(() -> target.head(key));
    if (there.isEmpty()
        || !Objects.equals(file.byteSize(), there.get().byteSize())
        || there.get().checksums().firstDifference(checksums(file)).isPresent()) {
      return false;
    }
    return isTold(there.get().checksums(), file) || (worthReading && isRead(file));
  }

  private static boolean isTold(Checksums said, StoredFile file) {
    return (said.sha256() != null && file.sha256() != null)
        || (said.md5() != null && file.md5() != null);
  }

  private boolean isRead(StoredFile file) throws IOException {
    try (ObjectReader reader = vitals.storage(() -> target.open(keyOf(file)))) {
      ChecksumStream hashed = ChecksumStream.all(reader.body());
      vitals.storage(() -> hashed.transferTo(OutputStream.nullOutputStream()));
      Checksums read = hashed.checksums();
      return isTold(read, file) && read.firstDifference(checksums(file)).isEmpty();
    }
  }

  private void copy(ObjectCopying copying, StoredFile file, PutRequest request) {
    StorageKey key = keyOf(file);
    StoredObject seen =
        vitals
            .storage(() -> source.head(key))
            .orElseThrow(() -> new ObjectNotFoundException(key, "\"" + file.service() + "\""));
    checkSource(key, seen, file);
    check(key, vitals.storage(() -> copying.copy(source, seen, request)), seen.byteSize(), file);
  }

  private void stream(StoredFile file, PutRequest request) throws IOException {
    StorageKey key = keyOf(file);
    try (ObjectReader reader = vitals.storage(() -> source.open(key))) {
      checkSource(key, reader.object(), file);
      ChecksumStream hashed = ChecksumStream.all(reader.body());
      StoredObject stored =
          vitals.storage(() -> target.put(request.withLength(reader.object().byteSize()), hashed));
      check(key, stored, hashed.count(), file);
      same(key, stored.checksums(), hashed.checksums());
    }
  }

  private static void checkSource(StorageKey key, StoredObject object, StoredFile file) {
    Long expected = file.byteSize();
    if (expected != null && object.byteSize() != expected) {
      throw new IntegrityException(
          key,
          "its row says %d bytes, \"%s\" has %d"
              .formatted(expected, file.service(), object.byteSize()));
    }
  }

  private static void check(StorageKey key, StoredObject stored, long sent, StoredFile file) {
    if (stored.byteSize() != sent) {
      throw new IntegrityException(
          key, "sent %d bytes, stored %d".formatted(sent, stored.byteSize()));
    }
    same(key, stored.checksums(), checksums(file));
  }

  private static void same(StorageKey key, Checksums stored, Checksums expected) {
    stored
        .firstDifference(expected)
        .ifPresent(algorithm -> {
          throw new IntegrityException(key, algorithm + " of what was stored differs");
        });
  }

  private static PutRequest request(StoredFile file) {
    PutRequest request =
        PutRequest.of(keyOf(file), Objects.requireNonNullElse(file.contentType(), UNKNOWN_TYPE))
            .withChecksums(checksums(file));
    Long size = file.byteSize();
    return size == null ? request : request.withLength(size);
  }

  private static Checksums checksums(StoredFile file) {
    return new Checksums(file.md5(), file.sha256(), null);
  }

  private static StorageKey keyOf(StoredFile file) {
    return StorageKey.of(file.storageKey());
  }
}
