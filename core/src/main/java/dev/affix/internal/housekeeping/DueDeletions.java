package dev.affix.internal.housekeeping;

import dev.affix.internal.claims.Claims;
import dev.affix.internal.pacing.Brake;
import dev.affix.internal.rows.DeletionRows.Deletion;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Services;
import dev.affix.lifecycle.Deletions;
import dev.affix.storage.BatchDeletion;
import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the notes that are due: object first, note last, so that a crash between repeats the
 * deletion and never forgets it. No connection is held while objects are deleted.
 */
public final class DueDeletions {
  private static final Logger LOG = LoggerFactory.getLogger(DueDeletions.class);
  private static final int BATCH = 100;
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

  private final Services services;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final Claims claims;
  private final Deletions deletions;
  private final Brake brake;

  /**
   * @param perHour most objects that this node tries to delete in an hour
   */
  public DueDeletions(
      Services services,
      Tables tables,
      OwnTransactions transactions,
      Claims claims,
      Deletions deletions,
      int perHour) {
    this(services, tables, transactions, claims, deletions, perHour, System::nanoTime);
  }

  DueDeletions(
      Services services,
      Tables tables,
      OwnTransactions transactions,
      Claims claims,
      Deletions deletions,
      int perHour,
      LongSupplier nanoTime) {
    this.services = services;
    this.tables = tables;
    this.transactions = transactions;
    this.claims = claims;
    this.deletions = deletions;
    this.brake = new Brake(perHour, Duration.ofHours(1), nanoTime);
  }

  /** What became of the notes. */
  record Outcome(int deleted, int failed, long postponed) {}

  /** Deletes all objects whose notes are due now, as far as switch and brake let it. */
  Outcome run() {
    int deleted = 0;
    int failed = 0;
    boolean held = false;
    while (!held) {
      int allowed = deletions.arePaused() ? 0 : brake.take(BATCH);
      held = allowed == 0;
      List<Deletion> notes = held ? List.of() : claim(allowed);
      brake.giveBack(allowed - notes.size());
      if (notes.isEmpty()) {
        break;
      }
      for (Map.Entry<String, List<Deletion>> one : byService(notes).entrySet()) {
        int gone = delete(one.getKey(), one.getValue());
        deleted += gone;
        failed += one.getValue().size() - gone;
      }
    }
    return new Outcome(deleted, failed, held ? transactions.call(tables.deletions()::countDue) : 0);
  }

  /**
   * Whether somebody who holds a note may delete one of its objects before it is due, which counts
   * as one of the hour.
   *
   * @throws dev.affix.AffixException if another environment claimed the service
   * @throws dev.affix.storage.StorageException if that cannot be known now
   */
  public boolean permits(String service) {
    claims.requireNotForeign(service);
    return !deletions.arePaused() && brake.take(1) == 1;
  }

  private List<Deletion> claim(int limit) {
    return transactions.call(sql -> tables.deletions().claim(sql, limit, LEASE));
  }

  private static Map<String, List<Deletion>> byService(List<Deletion> notes) {
    return notes.stream()
        .collect(Collectors.groupingBy(Deletion::service, TreeMap::new, Collectors.toList()));
  }

  /** How many objects are gone. */
  private int delete(String name, List<Deletion> notes) {
    StorageService service;
    try {
      claims.requireNotForeign(name);
      service = services.require(name);
    } catch (RuntimeException e) {
      brake.giveBack(notes.size());
      LOG.warn("{} objects of service \"{}\" are not deleted: {}", notes.size(), name, told(e));
      Map<Deletion, RuntimeException> all = new LinkedHashMap<>();
      notes.forEach(note -> all.put(note, e));
      settle(List.of(), all);
      return 0;
    }
    return service instanceof BatchDeletion batch ? together(batch, notes) : singly(service, notes);
  }

  private int singly(StorageService service, List<Deletion> notes) {
    int gone = 0;
    for (Deletion note : notes) {
      Optional<RuntimeException> failure = delete(service, note);
      if (failure.isEmpty()) {
        settle(List.of(note), Map.of());
        gone++;
      } else {
        warn(note, failure.get());
        settle(List.of(), Map.of(note, failure.get()));
      }
    }
    return gone;
  }

  private static Optional<RuntimeException> delete(StorageService service, Deletion note) {
    try {
      service.delete(key(note));
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  private int together(BatchDeletion service, List<Deletion> notes) {
    Map<Deletion, RuntimeException> failed = new LinkedHashMap<>();
    Map<StorageKey, Deletion> byKey = new LinkedHashMap<>();
    for (Deletion note : notes) {
      try {
        byKey.put(key(note), note);
      } catch (InvalidStorageKeyException e) {
        failed.put(note, e);
      }
    }
    try {
      service
          .deleteAll(byKey.keySet())
          .forEach((key, failure) -> {
            Deletion note = byKey.get(key);
            if (note != null) {
              failed.put(note, failure);
            }
          });
    } catch (RuntimeException e) {
      byKey.values().forEach(note -> failed.put(note, e));
    }
    failed.forEach(DueDeletions::warn);
    List<Deletion> gone =
        byKey.values().stream().filter(note -> !failed.containsKey(note)).toList();
    settle(gone, failed);
    return gone.size();
  }

  private void settle(List<Deletion> gone, Map<Deletion, ? extends RuntimeException> failed) {
    transactions.run(sql -> {
      gone.forEach(note -> tables.deletions().delete(sql, note.id()));
      failed.forEach(
          (note, failure) -> tables.deletions().fail(sql, note.id(), told(failure), pause(note)));
    });
  }

  private static StorageKey key(Deletion note) {
    StorageKey key = StorageKey.of(note.storageKey());
    if (key.isReserved()) {
      throw new InvalidStorageKeyException(
          note.storageKey(), "is a record of Affix's own, which no note may delete");
    }
    return key;
  }

  private static void warn(Deletion note, RuntimeException failure) {
    LOG.warn(
        "Object \"{}\" of service \"{}\" could not be deleted; tried again later",
        note.storageKey(),
        note.service(),
        failure);
  }

  private static String told(RuntimeException failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Doubles with each attempt. */
  private static Duration pause(Deletion note) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(note.attempts(), 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
