package dev.affix.benchmarks.bed;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells what a database says when two transactions cannot both go on: the application repeats. */
public final class Conflicts {
  private static final int MARIADB_CHANGED_SINCE_READ = 1020;
  private static final int MARIADB_LOCK_WAIT = 1205;

  private Conflicts() {}

  /** Whether a deadlock, a serialization failure or a lock timeout is behind the failure. */
  public static boolean isBehind(Throwable failure) {
    for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql && isConflict(sql)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isConflict(SQLException e) {
    String state = e.getSQLState();
    return (state != null && state.startsWith("40"))
        || e.getErrorCode() == MARIADB_CHANGED_SINCE_READ
        || e.getErrorCode() == MARIADB_LOCK_WAIT;
  }
}
