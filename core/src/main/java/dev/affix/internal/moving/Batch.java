package dev.affix.internal.moving;

import dev.affix.AffixException;
import dev.affix.internal.moving.Cargo.Piece;
import dev.affix.internal.pacing.Pacer;
import dev.affix.internal.pacing.Vitals;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.rows.VariantRows.VariantRow;
import dev.affix.model.Blob;
import dev.affix.model.BlobState;
import dev.affix.model.StoredFile;
import dev.affix.model.VariantRecord.State;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectChangedException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectOptions;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Moves some blobs together: one transaction names all new places, then the bytes are copied one
 * after the other without a connection, then one transaction switches all rows. What changed
 * meanwhile, or met a fault that may pass, is tried again, three times in all. Safe for use by many
 * threads.
 */
final class Batch {
  private static final int ROUNDS = 3;
  private static final String LATE = "its lease ran out while it was copied";

  private final MoveOrder order;
  private final Tables tables;
  private final Vitals vitals;
  private final Pacer pacer;
  private final Copying copying;
  private final Keeping keeping;
  private final Leasing leasing;
  private final Switching switching;

  Batch(
      MoveOrder order,
      Tables tables,
      Vitals vitals,
      Pacer pacer,
      Copying copying,
      Keeping keeping) {
    this.order = order;
    this.tables = tables;
    this.vitals = vitals;
    this.pacer = pacer;
    this.copying = copying;
    this.keeping = keeping;
    this.leasing = new Leasing(tables.deletions(), order.to());
    this.switching = new Switching(tables, leasing, order);
  }

  /** A blob that may be moved, with all its files there are. */
  private record Load(Blob blob, List<StoredFile> files, ObjectOptions options, boolean making) {}

  /** A blob whose bytes are there. */
  private record Brought(Cargo cargo, int there) {}

  /** What became of each, in no order. */
  List<Outcome> move(List<Blob> blobs) {
    Map<UUID, Outcome> outcomes = new LinkedHashMap<>();
    List<UUID> left = blobs.stream().map(Blob::id).toList();
    for (int round = 1; !left.isEmpty(); round++) {
      try {
        attempt(left, outcomes);
      } catch (AffixException e) {
        left.stream()
            .filter(id -> !(outcomes.get(id) instanceof Outcome.Moved))
            .forEach(id -> outcomes.put(id, new Outcome.Failed(said(id, e))));
      }
      left = left.stream().filter(id -> outcomes.get(id) instanceof Outcome.Again).toList();
      if (round == ROUNDS || (!left.isEmpty() && !pacer.pass(left.size(), order.stopWhen()))) {
        break;
      }
    }
    return outcomes.values().stream()
        .map(outcome -> outcome instanceof Outcome.Again again ? again.otherwise() : outcome)
        .toList();
  }

  /** Whether something that was given up can be deleted now. */
  boolean leftDue() {
    return leasing.leftDue();
  }

  private void attempt(List<UUID> ids, Map<UUID, Outcome> outcomes) {
    ids.forEach(id -> outcomes.put(id, new Outcome.Gone())); // unless it is found
    List<Load> loads = new ArrayList<>();
    for (Load load : vitals.transaction(sql -> read(sql, ids))) {
      if (load.making()) {
        outcomes.put(load.blob().id(), again(load.blob(), "a variant of it is being made"));
      } else {
        loads.add(load);
      }
    }
    Set<StoredFile> taken = new HashSet<>();
    loads.removeIf(load -> !lookAhead(load, taken, outcomes));
    Map<UUID, ObjectOptions> options = new HashMap<>();
    loads.forEach(load -> options.put(load.blob().id(), load.options()));
    List<Brought> brought = new ArrayList<>();
    for (Cargo cargo : lease(loads, taken, outcomes)) {
      bring(cargo, options.getOrDefault(cargo.blob().id(), ObjectOptions.NONE), brought, outcomes);
    }
    settle(brought, outcomes);
  }

  private List<Load> read(Sql sql, List<UUID> ids) {
    Map<UUID, List<VariantRow>> variants = new LinkedHashMap<>();
    tables
        .variants()
        .of(sql, ids)
        .forEach(v -> variants.computeIfAbsent(v.blobId(), id -> new ArrayList<>()).add(v));
    Map<UUID, ObjectOptions> options = keeping.of(sql, ids);
    return tables.blobs().findAll(sql, ids).stream()
        .filter(blob -> blob.state() != BlobState.STAGED)
        .filter(blob -> blob.file().service().equals(order.from()))
        .map(blob ->
            load(
                blob,
                variants.getOrDefault(blob.id(), List.of()),
                options.getOrDefault(blob.id(), ObjectOptions.NONE)))
        .toList();
  }

  private Load load(Blob blob, List<VariantRow> variants, ObjectOptions options) {
    List<VariantRow> here =
        variants.stream().filter(v -> v.file().service().equals(order.from())).toList();
    Stream<StoredFile> ready =
        here.stream().filter(v -> v.state() == State.READY).map(VariantRow::file);
    return new Load(
        blob,
        Stream.concat(Stream.of(blob.file()), ready).toList(),
        options,
        here.stream().anyMatch(VariantRow::making));
  }

  private boolean lookAhead(Load load, Set<StoredFile> taken, Map<UUID, Outcome> outcomes) {
    try {
      load.files().stream().filter(copying::isTaken).forEach(taken::add);
      return true;
    } catch (StorageException e) {
      outcomes.put(load.blob().id(), outcomeOf(load.blob(), e));
      return false;
    }
  }

  private List<Cargo> lease(List<Load> loads, Set<StoredFile> taken, Map<UUID, Outcome> outcomes) {
    if (loads.isEmpty()) {
      return List.of();
    }
    List<StoredFile> files = loads.stream().flatMap(load -> load.files().stream()).toList();
    Duration lease = Leasing.lasting(files.stream().mapToLong(Batch::size).sum());
    long until = System.nanoTime() + lease.toNanos();
    List<Cargo> cargos = new ArrayList<>();
    vitals.transaction(sql -> {
      cargos.clear(); // the transaction may be run again
      Leasing.Known known = leasing.known(sql, files, taken);
      for (Load load : loads) {
        leasing
            .take(sql, load.blob(), load.files(), known, lease, until)
            .ifPresentOrElse(
                cargos::add, () -> outcomes.put(load.blob().id(), refused(load, known)));
      }
      return true;
    });
    return cargos;
  }

  private static long size(StoredFile file) {
    Long size = file.byteSize();
    return size == null ? 0 : size;
  }

  /** Somebody else moves or deletes it, which the next look tells; or it is a stranger's place. */
  private Outcome refused(Load load, Leasing.Known known) {
    return new Outcome.Again(
        load.files().stream().anyMatch(known::isForeign)
            ? new Outcome.Failed(
                "%s: an object is at its place in \"%s\" that Affix did not put there"
                    .formatted(load.blob(), order.to()))
            : new Outcome.Skipped(
                "%s: its place in \"%s\" is in use by another move or deletion, or by another row"
                    .formatted(load.blob(), order.to())));
  }

  private void bring(
      Cargo cargo, ObjectOptions options, List<Brought> brought, Map<UUID, Outcome> outcomes) {
    int there = 0;
    int done = 0;
    int late = 0;
    Outcome fault = null;
    while (fault == null && done < cargo.pieces().size()) {
      Piece piece = cargo.pieces().get(done);
      if (System.nanoTime() - cargo.until() > 0) {
        fault = again(cargo.blob(), LATE);
        break;
      }
      try {
        there += copying.bring(piece, options) ? 0 : 1;
        done++;
      } catch (ObjectExistsException e) {
        // Put there since we looked, by another run that has finished with it, or by a stranger.
        fault = new Outcome.Again(new Outcome.Failed(cargo.blob() + ": " + e.getMessage()));
      } catch (StorageException | IOException e) {
        fault = outcomeOf(cargo.blob(), e);
        late = e instanceof StorageUnavailableException ? 1 : 0; // perhaps it comes through yet
        done += 1 - late; // perhaps it came through
      }
    }
    if (fault == null) {
      brought.add(new Brought(cargo, there));
    } else {
      outcomes.put(cargo.blob().id(), fault);
      giveUp(cargo, done, late);
    }
  }

  /**
   * @param brought pieces that are there, or whose copying ended
   * @param late pieces after those that may be on their way yet
   */
  private void giveUp(Cargo cargo, int brought, int late) {
    List<Piece> pieces = cargo.pieces();
    vitals.transaction(sql -> {
      leasing.giveUp(sql, pieces.subList(0, brought));
      pieces.subList(brought, brought + late).forEach(piece -> leasing.leave(sql, piece));
      leasing.giveBack(sql, pieces.subList(brought + late, pieces.size()));
      return true;
    });
  }

  /** All in one transaction; if that fails, each in its own, so that one keeps back no other. */
  private void settle(List<Brought> brought, Map<UUID, Outcome> outcomes) {
    if (brought.isEmpty()) {
      return;
    }
    brought.sort(Comparator.comparing(one -> one.cargo().blob().id().toString()));
    try {
      outcomes.putAll(vitals.transaction(sql -> apply(sql, brought)));
    } catch (AffixException | Switching.LeaseLost e) {
      for (Brought one : brought) {
        outcomes.put(one.cargo().blob().id(), alone(one));
      }
    }
  }

  private Map<UUID, Outcome> apply(Sql sql, List<Brought> brought) {
    Map<UUID, Outcome> switched = new LinkedHashMap<>();
    for (Brought one : brought) {
      switched.put(one.cargo().blob().id(), switching.apply(sql, one.cargo(), one.there()));
    }
    return switched;
  }

  private Outcome alone(Brought one) {
    Blob blob = one.cargo().blob();
    try {
      return vitals.transaction(sql -> switching.apply(sql, one.cargo(), one.there()));
    } catch (Switching.LeaseLost e) {
      giveUp(one.cargo(), one.cargo().pieces().size(), 0);
      return again(blob, LATE);
    } catch (AffixException e) {
      return new Outcome.Failed(blob + ": " + e.getMessage());
    }
  }

  private static Outcome outcomeOf(Blob blob, Exception e) {
    Outcome failed = new Outcome.Failed(blob + ": " + e.getMessage());
    return switch (e) {
      case IntegrityException wrong -> failed;
      case StorageUnavailableException later -> new Outcome.Again(failed);
      case ObjectNotFoundException gone -> new Outcome.Again(failed);
      case ObjectChangedException other -> new Outcome.Again(failed);
      case IOException broken -> new Outcome.Again(failed);
      default -> failed;
    };
  }

  private static Outcome again(Blob blob, String reason) {
    return new Outcome.Again(new Outcome.Skipped(blob + ": " + reason));
  }

  private static String said(UUID id, AffixException e) {
    return "blob " + id + ": " + e.getMessage();
  }
}
