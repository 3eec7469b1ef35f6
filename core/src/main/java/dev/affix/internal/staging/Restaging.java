package dev.affix.internal.staging;

import dev.affix.StagedBlobUsedException;
import dev.affix.UploadRejectedException;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.FileFacts;
import dev.affix.internal.rows.DeletionRows;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.ContentTypes.Typed;
import dev.affix.lifecycle.UploadInspector;
import dev.affix.lifecycle.UploadInspector.Inspection;
import dev.affix.model.Blob;
import dev.affix.model.PictureFacts;
import dev.affix.model.StoredFile;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectOptions;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.RangeNotSatisfiableException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Stages what somebody else stored: copies it under a key that nobody else can write to, and looks
 * at the copy. What becomes of the original afterwards makes no difference any more.
 */
public final class Restaging {
  private final Services services;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final List<UploadInspector> inspectors;
  private final Staging staging;
  private final Measuring measuring;
  private final Staging.Times times;
  private final ContentTypes contentTypes = new ContentTypes();

  public Restaging(
      Services services,
      Tables tables,
      OwnTransactions transactions,
      List<UploadInspector> inspectors,
      Staging staging,
      Measuring measuring,
      Staging.Times times) {
    this.services = services;
    this.tables = tables;
    this.transactions = transactions;
    this.inspectors = List.copyOf(inspectors);
    this.staging = staging;
    this.measuring = measuring;
    this.times = times;
  }

  /**
   * What was declared of an object, and where it lies.
   *
   * @param contentType as declared; believed as little as any claim
   * @param byteSize as declared; any other length is refused
   * @param md5 as declared; any other bytes are refused
   */
  public record Original(
      String service,
      StorageKey key,
      String filename,
      String contentType,
      long byteSize,
      String md5) {}

  /** An object, and what its first bytes say. */
  private record Seen(StoredObject object, Typed typed) {}

  /** Where a copy comes from and goes to. */
  private record Transfer(
      StorageService source, StorageService target, Original original, AttachmentMapping mapping) {
    ObjectOptions options() {
      return mapping.options();
    }
  }

  /**
   * Stages a copy for that attachment.
   *
   * @param giveUp run in the transaction that makes the copy a staged blob; its false undoes that
   * @throws UploadRejectedException if it is not what was declared, or a limit or an inspector
   *     refuses it
   * @throws dev.affix.storage.ObjectNotFoundException if there is no such object
   * @throws dev.affix.storage.ObjectChangedException if it was replaced while it was looked at
   * @throws StagedBlobUsedException if {@code giveUp} says no
   */
  public Blob restage(Original original, AttachmentMapping mapping, Predicate<Sql> giveUp) {
    StorageService source = services.require(original.service());
    String targetName = services.nameOr(mapping.service());
    var transfer = new Transfer(source, services.require(targetName), original, mapping);
    try {
      Seen seen = look(source, original.key(), original);
      if (seen.object().byteSize() != original.byteSize()) {
        throw differs(original, "%d bytes".formatted(seen.object().byteSize()));
      }
      Typed typed = seen.typed();
      OptionalLong size = OptionalLong.of(original.byteSize());
      var inspection =
          new Inspection(mapping.toString(), original.filename(), typed.contentType(), size);
      Staging.check(mapping, new FileFacts(original.filename(), typed.contentType(), size));
      inspectors.forEach(inspector -> inspector.beforeStoring(inspection));

      Blob named = staging.named(targetName, original.filename(), typed);
      transactions.run(sql -> tables.blobs().insertStaged(sql, named, times.expiry()));
      return copy(transfer, seen, named, inspection, giveUp);
    } catch (RangeNotSatisfiableException e) {
      throw differs(original, "no byte");
    } catch (IOException e) {
      throw new UncheckedIOException("\"" + original.filename() + "\" could not be read", e);
    }
  }

  private Blob copy(
      Transfer transfer, Seen seen, Blob named, Inspection inspection, Predicate<Sql> giveUp)
      throws IOException {
    boolean kept = false;
    Duration delay = Duration.ZERO;
    try {
      Checksums sums = store(transfer, seen, named);
      StorageKey key = StorageKey.of(named.file().storageKey());
      Typed now = look(transfer.target(), key, transfer.original()).typed();
      if (!now.equals(new Typed(named.contentType(), named.typeSource()))) {
        throw differs(transfer.original(), "a file of type " + now.contentType() + " by now");
      }
      for (UploadInspector inspector : inspectors) {
        inspector.afterStoring(inspection, () -> transfer.target().open(key).body());
      }
      Measured measured =
          measuring.measure(named, transfer.mapping(), () -> transfer.target().open(key).body());
      StoredFile file = measured.in(fileOf(named, transfer.original().byteSize(), sums));
      Blob settled = Staging.settled(named, file, measured.facts());
      transactions.run(sql -> settle(sql, settled, measured.facts(), giveUp));
      kept = true;
      return settled;
    } catch (StorageUnavailableException e) {
      delay = DeletionRows.ON_ITS_WAY;
      throw e;
    } finally {
      if (!kept) {
        staging.discard(named, delay);
      }
    }
  }

  private void settle(Sql sql, Blob settled, PictureFacts picture, Predicate<Sql> giveUp) {
    if (!giveUp.test(sql) || !tables.blobs().settle(sql, settled.id(), settled.file(), picture)) {
      throw new StagedBlobUsedException(
          "The direct upload of \""
              + settled.filename()
              + "\" was accepted already, or has expired; upload the file again");
    }
  }

  /** Copies and verifies; what comes back are checksums of the copy. */
  private Checksums store(Transfer transfer, Seen seen, Blob named) throws IOException {
    Original original = transfer.original();
    StorageKey key = StorageKey.of(named.file().storageKey());
    var expected = new Checksums(original.md5(), null, null);
    PutRequest request =
        PutRequest.of(key, named.contentType())
            .withLength(original.byteSize())
            .withChecksums(expected)
            .withOptions(transfer.options());
    Checksums sums;
    try {
      sums =
          transfer.target() instanceof ObjectCopying copying
                  && copying.copiesFrom(transfer.source())
              ? copied(copying, transfer, seen, request)
              : sent(transfer, request);
    } catch (IntegrityException e) {
      throw new UploadRejectedException(
          "\"" + original.filename() + "\" is not what was declared: " + e.getMessage());
    }
    if (expected.firstDifference(sums).isPresent()) {
      throw differs(original, "other bytes");
    }
    return sums;
  }

  private Checksums copied(ObjectCopying copying, Transfer transfer, Seen seen, PutRequest request)
      throws IOException {
    StoredObject copy = copying.copy(transfer.source(), seen.object(), request);
    if (copy.byteSize() != transfer.original().byteSize()) {
      throw differs(transfer.original(), "%d bytes".formatted(copy.byteSize()));
    }
    if (copy.checksums().md5() != null) {
      return copy.checksums();
    }
    // The service has no checksum at hand that could be compared with the one declared.
    try (ObjectReader reader = transfer.target().open(request.key())) {
      ChecksumStream hashed = hashed(transfer, reader);
      hashed.transferTo(java.io.OutputStream.nullOutputStream());
      return hashed.checksums();
    }
  }

  private Checksums sent(Transfer transfer, PutRequest request) throws IOException {
    try (ObjectReader reader = transfer.source().open(transfer.original().key())) {
      ChecksumStream hashed = hashed(transfer, reader);
      StoredObject stored = transfer.target().put(request, hashed);
      Checksums sums = hashed.checksums();
      stored
          .checksums()
          .firstDifference(sums)
          .ifPresent(algorithm -> {
            throw new IntegrityException(request.key(), algorithm + " of what was stored differs");
          });
      return sums;
    }
  }

  private ChecksumStream hashed(Transfer transfer, ObjectReader reader) {
    String name = "\"" + transfer.original().filename() + "\"";
    return ChecksumStream.all(
        new BoundedStream(
            reader.body(),
            name,
            OptionalLong.empty(),
            times.deadline(),
            // Not the client's fault, as it would be while he uploads.
            said -> new StorageUnavailableException(said + "; submit again", null)));
  }

  private Seen look(StorageService service, StorageKey key, Original original) throws IOException {
    try (ObjectReader reader = service.open(key, ByteRange.of(0, Staging.HEAD - 1L))) {
      byte[] head = reader.body().readNBytes(Staging.HEAD);
      return new Seen(
          reader.object(), contentTypes.sniff(head, original.filename(), original.contentType()));
    }
  }

  private static StoredFile fileOf(Blob named, long byteSize, Checksums sums) {
    return new StoredFile(
        named.file().service(),
        named.file().storageKey(),
        true,
        named.contentType(),
        byteSize,
        sums.md5(),
        sums.sha256(),
        null,
        null);
  }

  private static UploadRejectedException differs(Original original, String found) {
    return new UploadRejectedException(
        "\"%s\" was declared with %d bytes, but there is %s; upload the file again"
            .formatted(original.filename(), original.byteSize(), found));
  }
}
