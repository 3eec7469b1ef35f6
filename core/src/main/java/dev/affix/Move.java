package dev.affix;

import dev.affix.internal.moving.MoveOrder;
import dev.affix.internal.moving.Mover;
import dev.affix.lifecycle.MoveReport;
import dev.affix.pace.Pace;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Moves all files of one storage service to another, variants too, while the application reads and
 * writes them. Keys stay. Bytes are copied and verified first, then the rows are switched, then the
 * old object waits for the grace time, so that URLs given out before go on working; afterwards they
 * find the new place by a look-up. At every moment the rows name an object that is there.
 *
 * <p>A run can be ended at any moment, even by a kill, and begun again: what still names the old
 * service is what is left. Several may run at once. Staged files are left to a later run; adopted
 * files are copied, and what was adopted stays where it was, for good.
 *
 * <p>Immutable: each method gives a changed copy.
 */
public final class Move {
  private final Mover mover;
  private final MoveOrder order;

  private Move(Mover mover, MoveOrder order) {
    this.mover = mover;
    this.order = order;
  }

  /** A service whose files are to leave. */
  public static final class From {
    private final Mover mover;
    private final String from;

    From(Mover mover, String from) {
      mover.check(from);
      this.mover = mover;
      this.from = from;
    }

    /**
     * Where they go.
     *
     * @throws AffixException if there is no such service
     */
    public Move to(String service) {
      mover.check(service);
      return new Move(mover, MoveOrder.of(from, service));
    }
  }

  /** How fast, on how many threads, and watching what; by default unlimited, on one. */
  public Move pace(Pace pace) {
    return with(pace, order.limit(), order.grace(), order.stopWhen(), order.progress());
  }

  /** How many blobs to move at most; all by default. */
  public Move limit(long blobs) {
    if (blobs < 1) {
      throw new IllegalArgumentException("blobs must be at least 1, but was " + blobs);
    }
    return with(order.pace(), blobs, order.grace(), order.stopWhen(), order.progress());
  }

  /**
   * How long the object at the old place stays after its rows were switched; 24 hours by default.
   * Longer than signed URLs live saves their look-ups; a purge ends it at once.
   */
  public Move grace(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, but was " + grace);
    }
    return with(order.pace(), order.limit(), grace, order.stopWhen(), order.progress());
  }

  /** Ends the run when this says so; asked between batches, and every second while waiting. */
  public Move stopWhen(BooleanSupplier ended) {
    return with(order.pace(), order.limit(), order.grace(), ended, order.progress());
  }

  /** Told after each batch of at most 20 blobs, by one thread at a time; must be quick. */
  public Move onProgress(Consumer<MoveReport> progress) {
    return with(order.pace(), order.limit(), order.grace(), order.stopWhen(), progress);
  }

  /** Counts the blobs, files and bytes there are to move, whatever the limit; writes nothing. */
  public MoveReport dryRun() {
    return mover.dryRun(order);
  }

  /**
   * Moves until nothing is left, the limit is reached, it is told to stop, or the thread is
   * interrupted. A blob that cannot be moved keeps back no other; the report tells.
   *
   * @throws AffixException if the database cannot be asked for what is left; run it again
   */
  public MoveReport run() {
    return mover.run(order);
  }

  @Override
  public String toString() {
    return "Move[%s to %s, %s]".formatted(order.from(), order.to(), order.pace());
  }

  private Move with(
      Pace pace,
      long limit,
      Duration grace,
      BooleanSupplier stopWhen,
      Consumer<MoveReport> progress) {
    return new Move(
        mover, new MoveOrder(order.from(), order.to(), pace, limit, grace, stopWhen, progress));
  }
}
