package dev.affix;

import dev.affix.image.Variation;
import dev.affix.internal.bulk.Terms;
import dev.affix.internal.variants.RegenerateOrder;
import dev.affix.internal.variants.Regenerating;
import dev.affix.lifecycle.RegenerateEstimate;
import dev.affix.lifecycle.RegenerateReport;
import dev.affix.pace.Pace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes the variants of all files of an attachment, while they are served: those that are missing,
 * or all of them anew, such as after an update of the image library. Goes through the files in the
 * order of their owners' ids, as text, in constant memory, under the same leases as requests do, so
 * several runs and nodes may work at once. A variant that is made anew keeps its URL; until it is
 * stored the one before is served. What this image engine failed at is not tried again.
 *
 * <p>Keeps to {@link AffixBuilder#variantsPerMinute}, of which it leaves half to requests, and to
 * the pace. Can be ended at any moment, even by a kill, and begun again, from the last cursor or
 * with {@link #onlyMissing}.
 *
 * <p>Immutable: each method gives a changed copy.
 */
public final class Regenerate {
  private final Regenerating room;
  private final RegenerateOrder order;

  Regenerate(Regenerating room, RegenerateOrder order) {
    this.room = room;
    this.order = order;
  }

  /** Leaves alone what is made already. */
  public Regenerate onlyMissing() {
    return with(order.recipes(), true);
  }

  /**
   * Only variants of these names; all by default.
   *
   * @throws IllegalArgumentException if one is not declared
   */
  public Regenerate variants(String... names) {
    Map<String, Variation> some = new LinkedHashMap<>();
    for (String name : names) {
      some.put(name, order.mapping().variation(name));
    }
    return with(some, order.onlyMissing());
  }

  /**
   * Begins where another run came to.
   *
   * @param cursor {@link RegenerateReport#cursor}
   */
  public Regenerate from(String cursor) {
    return with(order.terms().withFrom(cursor));
  }

  /**
   * How fast, in variants per second, on how many threads, and watching what; by default unlimited,
   * on one. {@link AffixBuilder#variantsAtOnce} holds for all of a node.
   */
  public Regenerate pace(Pace pace) {
    return with(order.terms().withPace(pace));
  }

  /** How many variants to begin at most, but a file is finished; all by default. */
  public Regenerate limit(long variants) {
    return with(order.terms().withLimit("variants", variants));
  }

  /** Ends the run when this says so; asked before each variant, and every second while waiting. */
  public Regenerate stopWhen(BooleanSupplier ended) {
    return with(order.terms().withStop(ended));
  }

  /** Told after each page of at most 100 files, by one thread at a time; must be quick. */
  public Regenerate onProgress(Consumer<RegenerateReport> progress) {
    return new Regenerate(
        room,
        new RegenerateOrder(
            order.mapping(), order.recipes(), order.onlyMissing(), order.terms(), progress));
  }

  /** Counts the variants and bytes there are to make, whatever the limit; writes nothing. */
  public RegenerateEstimate estimate() {
    return room.estimate(order);
  }

  /**
   * Makes until nothing is left, the limit is reached, it is told to stop, or the thread is
   * interrupted. A variant that cannot be made keeps back no other; the report tells.
   *
   * @throws AffixException if the database cannot be asked for what is left
   */
  public RegenerateReport run() {
    return room.run(order);
  }

  @Override
  public String toString() {
    return "Regenerate[%s %s, %s]"
        .formatted(order.mapping(), order.recipes().keySet(), order.terms().pace());
  }

  private Regenerate with(Map<String, Variation> recipes, boolean onlyMissing) {
    return new Regenerate(
        room,
        new RegenerateOrder(
            order.mapping(), recipes, onlyMissing, order.terms(), order.progress()));
  }

  private Regenerate with(Terms terms) {
    return new Regenerate(
        room,
        new RegenerateOrder(
            order.mapping(), order.recipes(), order.onlyMissing(), terms, order.progress()));
  }
}
