package dev.affix.pace;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Galera's flow control. The server counts from its start, so two looks make a value; its own
 * uptime is the clock. Not safe for use by several threads.
 */
final class FlowControl implements HealthSignal {
  // https://galeracluster.com/library/documentation/galera-status-variables.html
  private static final String SQL =
      "show global status where Variable_name in ('wsrep_flow_control_paused_ns', 'Uptime')";

  private final double limit;
  private @Nullable Look last;
  private double share;

  FlowControl(double limit) {
    this.limit = limit;
  }

  private record Look(double pausedNanos, double uptimeSeconds) {}

  @Override
  public String name() {
    return "flow control";
  }

  @Override
  public Health read(Probe probe) {
    String database = probe.database();
    if (!database.equals("mariadb") && !database.equals("mysql")) {
      return Health.ok("no Galera");
    }
    Map<String, @Nullable String> status = new HashMap<>();
    for (Map<String, @Nullable String> row : probe.query(SQL)) {
      status.put(
          String.valueOf(row.get("variable_name")).toLowerCase(Locale.ROOT), row.get("value"));
    }
    String paused = status.get("wsrep_flow_control_paused_ns");
    String uptime = status.get("uptime");
    if (paused == null || uptime == null) {
      return Health.ok("no Galera");
    }
    look(new Look(Double.parseDouble(paused), Double.parseDouble(uptime)));
    return Health.of(
        "share of time that Galera held back writes:", share, limit, Math.max(2 * limit, 0.1));
  }

  private void look(Look now) {
    Look before = last;
    if (before != null && now.uptimeSeconds <= before.uptimeSeconds) {
      if (now.uptimeSeconds < before.uptimeSeconds) {
        last = now; // the server was started again
        share = 0;
      }
      return; // the clock did not tick; what was seen last holds
    }
    if (before != null) {
      double seconds = now.uptimeSeconds - before.uptimeSeconds;
      share = Math.max(0, now.pausedNanos - before.pausedNanos) / (seconds * 1e9);
    }
    last = now;
  }
}
