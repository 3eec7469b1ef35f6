package dev.affix;

import dev.affix.internal.analyzing.AnalyzeOrder;
import dev.affix.internal.analyzing.Analyzing;
import dev.affix.internal.bulk.Terms;
import dev.affix.lifecycle.AnalyzeEstimate;
import dev.affix.lifecycle.AnalyzeReport;
import dev.affix.pace.Pace;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks at pictures of an attachment that are attached already, while they are in use, and notes
 * with their rows what the attachment's {@code analyze} asks for: those of which it is not known,
 * or {@link #all}. Goes through the files in the order of their owners' ids, as text, in constant
 * memory. No row of an owner is touched, so neither its version nor its time of change moves, and
 * no transaction is open while a picture is read.
 *
 * <p>A picture that is broken, or whose file is gone, is told in the report and keeps back no
 * other; it is tried once in a run, and again in the next. Sizes that {@code @ImageDimensions}
 * would refuse today are noted like others. Can be ended at any moment, even by a kill, and begun
 * again: what was done is not done twice.
 *
 * <p>Immutable: each method gives a changed copy.
 */
public final class Analyze {
  private final Analyzing room;
  private final AnalyzeOrder order;

  Analyze(Analyzing room, AnalyzeOrder order) {
    this.room = room;
    this.order = order;
  }

  /**
   * Looks also at what is known, such as after an update of the image library. A placeholder that
   * cannot be made anew stays.
   */
  public Analyze all() {
    return new Analyze(
        room,
        new AnalyzeOrder(order.mapping(), order.depth(), true, order.terms(), order.progress()));
  }

  /**
   * Begins where another run came to.
   *
   * @param cursor {@link AnalyzeReport#cursor}
   */
  public Analyze from(String cursor) {
    return with(order.terms().withFrom(cursor));
  }

  /**
   * How fast, in pictures per second, on how many threads, and watching what; by default unlimited,
   * on one.
   */
  public Analyze pace(Pace pace) {
    return with(order.terms().withPace(pace));
  }

  /** How many pictures to look at at most; all by default. */
  public Analyze limit(long pictures) {
    return with(order.terms().withLimit("pictures", pictures));
  }

  /** Ends the run when this says so; asked before each picture, and every second while waiting. */
  public Analyze stopWhen(BooleanSupplier ended) {
    return with(order.terms().withStop(ended));
  }

  /** Told after each page of at most 100 files, by one thread at a time; must be quick. */
  public Analyze onProgress(Consumer<AnalyzeReport> progress) {
    return new Analyze(
        room,
        new AnalyzeOrder(order.mapping(), order.depth(), order.all(), order.terms(), progress));
  }

  /** Counts the pictures there are to look at, whatever the limit; reads rows only. */
  public AnalyzeEstimate estimate() {
    return room.estimate(order);
  }

  /**
   * Looks until nothing is left, the limit is reached, it is told to stop, or the thread is
   * interrupted.
   *
   * @throws AffixException if the database cannot be asked for what is left
   */
  public AnalyzeReport run() {
    return room.run(order);
  }

  @Override
  public String toString() {
    return "Analyze[%s %s, %s]".formatted(order.mapping(), order.depth(), order.terms().pace());
  }

  private Analyze with(Terms terms) {
    return new Analyze(
        room,
        new AnalyzeOrder(order.mapping(), order.depth(), order.all(), terms, order.progress()));
  }
}
