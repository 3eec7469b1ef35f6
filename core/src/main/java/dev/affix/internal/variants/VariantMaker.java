package dev.affix.internal.variants;

import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageProcessor;
import dev.affix.image.InvalidImageException;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.serving.VariantOutcome;
import dev.affix.internal.serving.VariantProducer;
import dev.affix.internal.staging.Services;
import dev.affix.internal.variants.Leases.Leased;
import dev.affix.internal.variants.Leases.Settled;
import dev.affix.model.StoredFile;
import dev.affix.model.VariantRecord.State;
import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectOptions;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a variant on its first request: the row is the lease, then the object, then READY by
 * compare-and-set. Many requests of one variant wait for one making; more makings than allowed at
 * once wait a few seconds for their turn, then are told to come again, as are those beyond the
 * budget of a minute. No connection is held while the picture is read, made or stored.
 */
public final class VariantMaker implements VariantProducer {
  private static final Logger LOG = LoggerFactory.getLogger(VariantMaker.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** Long enough for the thumbnails of a first page; browsers do not repeat what answered 503. */
  private static final Duration PLACE_WAIT = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Services services;
  private final Mappings mappings;
  private final ImageProcessor processor;
  private final Leases leases;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final Semaphore places;
  private final Budget budget;
  private final Map<StorageKey, CompletableFuture<VariantOutcome>> running =
      new ConcurrentHashMap<>();

  /**
   * @param atOnce makings at the same time; beyond it requests are told to come again
   * @param perMinute makings begun in a minute; likewise
   */
  public VariantMaker(
      Services services,
      Mappings mappings,
      ImageProcessor processor,
      Tables tables,
      OwnTransactions transactions,
      int atOnce,
      int perMinute) {
    this.services = services;
    this.mappings = mappings;
    this.processor = processor;
    this.tables = tables;
    this.transactions = transactions;
    this.leases = new Leases(tables, transactions, processor.revision());
    this.places = new Semaphore(atOnce, true);
    this.budget = new Budget(perMinute);
  }

  @Override
  public VariantOutcome produce(
      UUID blobId, String service, StorageKey blobKey, String variantName, String digest) {
    return shared(
        blobKey.variant(digest),
        () -> {
          Optional<Variation> variation = mappings.variation(digest);
          return variation.isPresent()
              ? made(blobId, variantName, variation.get(), budget.forRequest(), false)
              : known(blobId, digest);
        },
        new VariantOutcome.Pending(RETRY));
  }

  /**
   * Makes a variant that nobody waits for.
   *
   * @param again whether also if it is READY
   */
  VariantOutcome ahead(Wanted wanted, boolean again) {
    Variation variation = wanted.variation();
    return shared(
        wanted.blobKey().variant(variation.digest()),
        () -> made(wanted.blobId(), wanted.name(), variation, budget.forBackground(), again),
        new VariantOutcome.OverBudget(RETRY));
  }

  /**
   * One work for all who ask for the same at the same time.
   *
   * @param full what is answered if there is no place for it
   */
  private VariantOutcome shared(
      StorageKey key, Supplier<VariantOutcome> work, VariantOutcome full) {
    var mine = new CompletableFuture<VariantOutcome>();
    CompletableFuture<VariantOutcome> first = running.putIfAbsent(key, mine);
    if (first != null) {
      return join(first);
    }
    try {
      mine.complete(limited(work, full));
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      running.remove(key, mine);
    }
    return join(mine);
  }

  /** Waits for a making that somebody else began, but not for longer than a client would. */
  private static VariantOutcome join(CompletableFuture<VariantOutcome> outcome) {
    try {
      return outcome.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new VariantOutcome.Pending(RETRY);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Making a variant failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new VariantOutcome.Pending(RETRY);
    }
  }

  private VariantOutcome limited(Supplier<VariantOutcome> work, VariantOutcome full) {
    if (!place()) {
      return full;
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private VariantOutcome made(
      UUID blobId, String name, Variation variation, Budget.Permit budgeted, boolean again) {
    try (Budget.Permit permit = budgeted) {
      Leases.Outcome outcome = leases.take(blobId, name, variation, permit);
      return outcome instanceof Leases.Outcome.Made made && again
          ? follow(leases.remake(made, permit), variation, permit)
          : follow(outcome, variation, permit);
    }
  }

  /** Of another release: its recipe is not needed to serve what was made by it. */
  private VariantOutcome known(UUID blobId, String digest) {
    return transactions
        .call(sql -> tables.variants().find(sql, blobId, digest))
        .filter(row -> row.state() == State.READY)
        .flatMap(row -> stillThere(row.file()))
        .orElseGet(VariantOutcome.Gone::new);
  }

  private VariantOutcome follow(Leases.Outcome outcome, Variation variation, Budget.Permit permit) {
    return switch (outcome) {
      case Leases.Outcome.Held held -> {
        permit.spend();
        yield make(held.lease(), variation);
      }
      case Leases.Outcome.Known known -> known.outcome();
      case Leases.Outcome.Made made ->
          stillThere(made.row().file())
              .orElseGet(() -> follow(leases.remake(made, permit), variation, permit));
    };
  }

  /** Another request may have finished it between this one's miss and its turn. */
  private Optional<VariantOutcome> stillThere(StoredFile file) {
    StorageKey key = StorageKey.of(file.storageKey());
    return services
        .require(file.service())
        .head(key)
        .map(found ->
            new VariantOutcome.Ready(file.service(), key, String.valueOf(file.contentType())));
  }

  private boolean place() {
    try {
      return places.tryAcquire(PLACE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private VariantOutcome make(Leased lease, Variation variation) {
    StorageService service = services.require(lease.source().service());
    StorageKey original = StorageKey.of(lease.source().storageKey());
    try {
      TransformedImage image = processor.transform(() -> service.open(original).body(), variation);
      if (!lease.mayStore()) {
        LOG.warn("Variant {} of blob {} took longer than its lease", lease.key(), lease.blobId());
        return new VariantOutcome.Pending(RETRY);
      }
      return settle(
          lease,
          store(services.require(lease.service()), lease, image, mappings.options(variation)));
    } catch (InvalidImageException e) {
      LOG.info(
          "Variant {} of blob {} cannot be made: {}", lease.key(), lease.blobId(), e.getMessage());
      leases.fail(lease, String.valueOf(e.getMessage()));
      return new VariantOutcome.Failed();
    } catch (ImageCrashException e) {
      boolean last = leases.crashed(lease, String.valueOf(e.getMessage()));
      LOG.warn(
          "Making variant {} of blob {} came to no end{}: {}",
          lease.key(),
          lease.blobId(),
          last ? " and is not tried again" : "",
          e.getMessage());
      return last ? new VariantOutcome.Failed() : new VariantOutcome.Pending(RETRY);
    } catch (ObjectNotFoundException e) {
      leases.lookAgain(lease, String.valueOf(e.getMessage()));
      return new VariantOutcome.Gone();
    } catch (ImageProcessingException | StorageException | UncheckedIOException e) {
      Duration pause = leases.backOff(lease, String.valueOf(e.getMessage()));
      LOG.warn(
          "Variant {} of blob {} has to wait for {}: {}",
          lease.key(),
          lease.blobId(),
          pause,
          e.getMessage());
      return new VariantOutcome.Pending(pause);
    }
  }

  private static StoredFile store(
      StorageService service, Leased lease, TransformedImage image, ObjectOptions options) {
    String contentType = image.format().contentType();
    try (InputStream bytes = new ByteArrayInputStream(image.bytes())) {
      ChecksumStream hashed = ChecksumStream.all(bytes);
      service.put(
          PutRequest.of(lease.key(), contentType)
              .withLength(image.bytes().length)
              .replacing()
              .withOptions(options),
          hashed);
      Checksums sums = hashed.checksums();
      return new StoredFile(
          lease.service(),
          lease.key().value(),
          true,
          contentType,
          (long) image.bytes().length,
          sums.md5(),
          sums.sha256(),
          image.width(),
          image.height());
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory could not be read", e);
    }
  }

  private VariantOutcome settle(Leased lease, StoredFile file) {
    Settled settled = leases.ready(lease, file);
    if (settled == Settled.LOST) {
      // The blob was purged while its variant was made: nothing names the object any more.
      transactions.run(sql -> tables.deletions().insertDueUnlessVariant(sql, file, Reason.FAILED));
      return new VariantOutcome.Gone();
    }
    return new VariantOutcome.Ready(
        file.service(), lease.key(), String.valueOf(file.contentType()));
  }
}
