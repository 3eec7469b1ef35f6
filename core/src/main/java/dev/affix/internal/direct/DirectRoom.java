package dev.affix.internal.direct;

import dev.affix.DirectUploadLimits;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.signing.TokenCodec;
import dev.affix.internal.staging.Restaging;
import dev.affix.internal.staging.Services;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Both ends of a direct upload: where it begins, and where it is taken over. */
public record DirectRoom(UploadEndpoint endpoint, Acceptance acceptance) {

  /**
   * What the application chose.
   *
   * @param base what URLs begin with, without a slash at the end
   * @param deadline of one upload, however slowly it is sent
   */
  public record Terms(String base, DirectUploadLimits limits, Duration deadline) {
    /** Clocks of the application and the database may differ by as much. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /**
     * How long a row lives: to the end of the last upload that was allowed to begin, and longer
     * than any permission that names it.
     */
    Duration rowLifetime() {
      return limits.uploadLifetime().plusMinutes(1).plus(deadline).plus(SKEW);
    }
  }

  /** Puts the room together. */
  public static DirectRoom of(
      Terms terms,
      TokenCodec codec,
      InstantSource clock,
      Services services,
      Tables tables,
      OwnTransactions transactions,
      Restaging restaging,
      Predicate<String> mayDelete,
      Executor background) {
    var passes = new Passes(codec, clock, terms);
    var ledger = new UploadLedger(tables, transactions, terms);
    return new DirectRoom(
        new UploadEndpoint(
            passes,
            new Beginning(passes, ledger, services, terms),
            new Receiving(passes, ledger, services, terms),
            services),
        new Acceptance(passes, ledger, services, restaging, mayDelete, background));
  }
}
