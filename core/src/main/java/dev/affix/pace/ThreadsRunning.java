package dev.affix.pace;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many statements the server works on at this moment. */
record ThreadsRunning(int limit) implements HealthSignal {
  // https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW:
  // what a role may not see of others is null.
  private static final String POSTGRESQL =
      "select count(*) filter (where state = 'active') as value,"
          + " count(*) filter (where state is null) as hidden from pg_stat_activity"
          + " where pid <> pg_backend_pid()"
          + " and (backend_type = 'client backend' or backend_type is null)";
  private static final String INNODB = "show global status like 'Threads_running'";
  private static final String H2 =
      "select count(*) as \"value\" from information_schema.sessions"
          + " where session_state = 'RUNNING' and session_id <> session_id()";

  @Override
  public String name() {
    return "threads running";
  }

  @Override
  public Health read(Probe probe) {
    String sql =
        switch (probe.database()) {
          case "postgresql" -> POSTGRESQL;
          case "h2" -> H2;
          default -> INNODB;
        };
    List<Map<String, @Nullable String>> rows = probe.query(sql);
    String value = rows.isEmpty() ? null : rows.get(0).get("value");
    if (value == null) {
      throw new IllegalStateException("the server does not tell how many threads run");
    }
    String hidden = rows.get(0).getOrDefault("hidden", "0");
    String unseen =
        "0".equals(hidden) ? "" : " (%s of other users not seen: no pg_monitor)".formatted(hidden);
    return Health.of(
        "statements running" + unseen + ":", Double.parseDouble(value), limit, 2.0 * limit);
  }
}
