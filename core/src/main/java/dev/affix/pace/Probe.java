package dev.affix.pace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a {@link HealthSignal} may look at. */
public interface Probe {

  /** {@code postgresql}, {@code mariadb}, {@code mysql} or {@code h2}. */
  String database();

  /**
   * Runs a query on a connection of Affix's own, given back before this returns; five seconds at
   * most.
   *
   * @return the rows as text, by lower-case column label
   * @throws dev.affix.AffixException if it fails
   */
  List<Map<String, @Nullable String>> query(String sql);

  /**
   * How long the transactions of this run took of late, waiting for the connection and the commit
   * included: the mean of those of the last ten seconds, 20 at most. Empty if there were none.
   */
  Optional<Duration> commitTime();

  /**
   * Share of storage calls of this run that found the service unavailable, of those of the last 30
   * seconds, 100 at most. Empty if there were fewer than ten.
   */
  OptionalDouble storageUnavailable();
}
