package dev.affix.internal.staging;

import dev.affix.AffixException;
import dev.affix.Upload;
import dev.affix.UploadRejectedException;
import dev.affix.internal.Uuids;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.FileFacts;
import dev.affix.internal.rows.DeletionRows;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.lifecycle.UploadInspector;
import dev.affix.lifecycle.UploadInspector.Inspection;
import dev.affix.model.Blob;
import dev.affix.model.BlobState;
import dev.affix.model.PictureFacts;
import dev.affix.model.StoredFile;
import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores an upload and verifies it, in one pass and bounded memory. A committed STAGED row names
 * the key before its first byte; no connection is held while bytes move.
 */
public final class Staging {
  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

  /** Enough for every signature that Tika's core knows near the start of a file. */
  static final int HEAD = 8_192;

  private final Services services;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final List<UploadInspector> inspectors;
  private final Executor background;
  private final Runnable deletionsDue;
  private final Measuring measuring;
  private final Times times;
  private final ContentTypes contentTypes = new ContentTypes();

  /**
   * How long things may take.
   *
   * @param expiry life of a staged blob that nobody attaches
   * @param deadline of one upload; shorter than the expiry
   */
  public record Times(Duration expiry, Duration deadline) {
    public Times {
      if (deadline.compareTo(expiry) >= 0) {
        throw new IllegalArgumentException(
            "uploadDeadline (%s) must be shorter than stagedBlobExpiry (%s)"
                .formatted(deadline, expiry));
      }
    }
  }

  /**
   * Puts the room together.
   *
   * @param deletionsDue a hint that there may be something to delete; returns at once
   */
  public Staging(
      Services services,
      Tables tables,
      OwnTransactions transactions,
      List<UploadInspector> inspectors,
      Executor background,
      Runnable deletionsDue,
      Measuring measuring,
      Times times) {
    this.services = services;
    this.tables = tables;
    this.transactions = transactions;
    this.inspectors = List.copyOf(inspectors);
    this.background = background;
    this.deletionsDue = deletionsDue;
    this.measuring = measuring;
    this.times = times;
  }

  /**
   * Stages for that attachment, or for any if it is null.
   *
   * @throws UploadRejectedException if a limit or an inspector refuses it
   */
  public Blob stage(Upload upload, @Nullable AttachmentMapping mapping) {
    String filename = Filenames.checked(upload.filename());
    String serviceName = services.nameOr(mapping == null ? null : mapping.service());
    StorageService service = services.require(serviceName);
    try (InputStream in = upload.open()) {
      byte[] head = in.readNBytes(HEAD);
      if (head.length == 0) {
        throw new UploadRejectedException(
            "\"" + filename + "\" is empty; an attachment needs at least one byte");
      }
      ContentTypes.Typed typed =
          contentTypes.sniff(head, filename, upload.contentType().orElse(null));
      Inspection inspection =
          new Inspection(
              mapping == null ? null : mapping.toString(),
              filename,
              typed.contentType(),
              upload.length());
      check(mapping, new FileFacts(filename, typed.contentType(), upload.length()));
      inspectors.forEach(inspector -> inspector.beforeStoring(inspection));

      Blob named = named(serviceName, filename, typed);
      transactions.single(sql -> {
        tables.blobs().insertStaged(sql, named, times.expiry());
        return true;
      });
      InputStream body = new SequenceInputStream(new ByteArrayInputStream(head), in);
      return store(named, service, upload, mapping, inspection, body);
    } catch (IOException e) {
      throw new UncheckedIOException("\"" + filename + "\" could not be read", e);
    }
  }

  /** Gives up a staged blob that nobody will attach, without waiting. */
  public void discardLater(Blob blob) {
    try {
      background.execute(() -> discard(blob, Duration.ZERO));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} goes when it expires", blob, e);
    }
  }

  private Blob store(
      Blob named,
      StorageService service,
      Upload upload,
      @Nullable AttachmentMapping mapping,
      Inspection inspection,
      InputStream body)
      throws IOException {
    boolean kept = false;
    Duration delay = Duration.ZERO;
    try {
      StoredFile stored = put(named, service, upload, mapping, body);
      Inspection after =
          new Inspection(
              inspection.attachment(),
              inspection.filename(),
              inspection.contentType(),
              OptionalLong.of(stored.byteSize() == null ? 0 : stored.byteSize()));
      StorageKey key = StorageKey.of(stored.storageKey());
      for (UploadInspector inspector : inspectors) {
        inspector.afterStoring(after, () -> service.open(key).body());
      }
      // What is at hand need not be fetched.
      Measured measured =
          measuring.measure(
              named,
              mapping,
              upload.isRepeatable() ? upload::open : () -> service.open(key).body());
      StoredFile file = measured.in(stored);
      if (!transactions.single(
          sql -> tables.blobs().settle(sql, named.id(), file, measured.facts()))) {
        throw new AffixException(named + " expired while it was uploaded");
      }
      kept = true;
      return settled(named, file, measured.facts());
    } catch (StorageUnavailableException e) {
      delay = DeletionRows.ON_ITS_WAY;
      throw e;
    } finally {
      if (!kept) {
        discard(named, delay);
      }
    }
  }

  /** The blob after its bytes were stored. */
  static Blob settled(Blob named, StoredFile file, PictureFacts picture) {
    return new Blob(
        named.id(),
        file,
        named.filename(),
        named.typeSource(),
        picture,
        null,
        BlobState.STAGED,
        named.expiresAt().orElseThrow(),
        named.createdAt());
  }

  private StoredFile put(
      Blob named,
      StorageService service,
      Upload upload,
      @Nullable AttachmentMapping mapping,
      InputStream body)
      throws IOException {
    StorageKey key = StorageKey.of(named.file().storageKey());
    OptionalLong max = mapping == null ? OptionalLong.empty() : mapping.limits().maxBytes();
    var bounded = new BoundedStream(body, "\"" + named.filename() + "\"", max, times.deadline());
    ChecksumStream hashed = ChecksumStream.all(bounded);
    PutRequest request = PutRequest.of(key, named.contentType());
    if (mapping != null) {
      request = request.withOptions(mapping.options());
    }
    if (upload.length().isPresent()) {
      request = request.withLength(upload.length().getAsLong());
    }
    StoredObject object = service.put(request, hashed);
    Checksums sums = hashed.checksums();
    if (object.byteSize() != hashed.count()) {
      throw new IntegrityException(
          key, "sent %d bytes, stored %d".formatted(hashed.count(), object.byteSize()));
    }
    object
        .checksums()
        .firstDifference(sums)
        .ifPresent(algorithm -> {
          throw new IntegrityException(key, algorithm + " of what was stored differs");
        });
    return new StoredFile(
        named.file().service(),
        key.value(),
        true,
        named.contentType(),
        hashed.count(),
        sums.md5(),
        sums.sha256(),
        null,
        null);
  }

  Blob named(String serviceName, String filename, ContentTypes.Typed typed) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    StoredFile file =
        new StoredFile(
            serviceName,
            StorageKey.random().value(),
            true,
            typed.contentType(),
            null,
            null,
            null,
            null,
            null);
    return new Blob(
        Uuids.next(),
        file,
        filename,
        typed.source(),
        BlobState.STAGED,
        now.plus(times.expiry()),
        now);
  }

  /**
   * Gives up a staged blob.
   *
   * @param delay until its object goes: the time in which it may still arrive
   */
  void discard(Blob blob, Duration delay) {
    try {
      transactions.run(sql -> {
        if (tables.blobs().deleteStaged(sql, blob.id())) {
          tables.deletions().insert(sql, blob.file(), Reason.FAILED, delay);
        }
      });
      deletionsDue.run();
    } catch (RuntimeException e) {
      LOG.warn("{} was not discarded; it goes when it expires", blob, e);
    }
  }

  static void check(@Nullable AttachmentMapping mapping, FileFacts facts) {
    if (mapping != null) {
      mapping
          .limits()
          .faultOf(facts)
          .ifPresent(fault -> {
            throw new UploadRejectedException(mapping + ": " + fault);
          });
    }
  }
}
