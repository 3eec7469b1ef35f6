package dev.affix.pace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far replicas are behind. */
record ReplicaLag(Duration limit) implements HealthSignal {
  // replay_lag is null when there is nothing to replay; all is null but the pid without pg_monitor.
  private static final String POSTGRESQL =
      "select application_name, state, extract(epoch from replay_lag) as seconds"
          + " from pg_stat_replication";
  private static final String INNODB = "show replica status";

  @Override
  public String name() {
    return "replica lag";
  }

  @Override
  public Health read(Probe probe) {
    return switch (probe.database()) {
      case "postgresql" -> ofStandbys(probe.query(POSTGRESQL));
      case "h2" -> Health.ok("H2 has no replicas");
      default -> ofThisServer(probe.query(INNODB));
    };
  }

  Health ofStandbys(List<Map<String, @Nullable String>> standbys) {
    Health worst = Health.ok("no replica is connected");
    for (Map<String, @Nullable String> standby : standbys) {
      Health health = ofStandby(standby);
      worst = worst.isWorseThan(health) ? worst : health;
    }
    return worst;
  }

  private Health ofStandby(Map<String, @Nullable String> standby) {
    String name = "replica \"" + standby.get("application_name") + "\"";
    String state = standby.get("state");
    if (state == null) {
      return Health.slowDown("the lag of replicas cannot be seen; grant pg_monitor");
    }
    if (!state.equals("streaming")) {
      return Health.slowDown(name + " is not streaming but in state \"" + state + "\"");
    }
    String seconds = standby.get("seconds");
    return lag(name, seconds == null ? 0 : Double.parseDouble(seconds));
  }

  Health ofThisServer(List<Map<String, @Nullable String>> status) {
    if (status.isEmpty()) {
      return Health.ok("this server is no replica");
    }
    Map<String, @Nullable String> row = status.get(0);
    String seconds =
        row.containsKey("seconds_behind_source")
            ? row.get("seconds_behind_source")
            : row.get("seconds_behind_master");
    return seconds == null
        ? Health.stop("replication of this server has stopped")
        : lag("this server", Double.parseDouble(seconds));
  }

  private Health lag(String whose, double seconds) {
    double most = limit.toMillis() / 1_000.0;
    return Health.of("seconds behind, " + whose + ":", seconds, most, 2 * most);
  }
}
