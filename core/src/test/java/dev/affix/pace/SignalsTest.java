package dev.affix.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.pace.Health.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What signals make of what they see. */
class SignalsTest {
  private final Scripted probe = new Scripted();

  @ParameterizedTest
  @CsvSource({"10, OK", "15, OK", "16, SLOW_DOWN", "30, SLOW_DOWN", "31, STOP"})
  void threadsRunning(String value, Level level) throws Exception {
    for (String database : List.of("postgresql", "mariadb", "mysql", "h2")) {
      probe.database = database;
      probe.row("value", value, "hidden", "0");
      assertThat(read(Pace.unlimited().maxThreadsRunning(15)).level()).isEqualTo(level);
    }
  }

  @Test
  void threadsOfOthersThatCannotBeSeenAreTold() throws Exception {
    probe.row("value", "3", "hidden", "40");
    assertThat(read(Pace.unlimited().maxThreadsRunning(15)).explanation())
        .isEqualTo("statements running (40 of other users not seen: no pg_monitor): 3");
  }

  @ParameterizedTest
  @CsvSource({
    "streaming, 0.5, OK",
    "streaming, , OK",
    "streaming, 1.6, SLOW_DOWN",
    "streaming, 3.1, STOP",
    "catchup, 0.1, SLOW_DOWN",
    ", , SLOW_DOWN"
  })
  void lagOfStandbys(@Nullable String state, @Nullable String seconds, Level level)
      throws Exception {
    probe.row("application_name", "b", "state", state, "seconds", seconds);
    assertThat(read(Pace.unlimited().maxReplicaLag(Duration.ofMillis(1_500))).level())
        .isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({
    "seconds_behind_master, 1, OK",
    "seconds_behind_master, 2, SLOW_DOWN",
    "seconds_behind_source, 4, STOP",
    "seconds_behind_source, , STOP"
  })
  void lagOfThisReplica(String column, @Nullable String seconds, Level level) throws Exception {
    probe.database = "mariadb";
    probe.row(column, seconds);
    assertThat(read(Pace.unlimited().maxReplicaLag(Duration.ofMillis(1_500))).level())
        .isEqualTo(level);
  }

  @Test
  void aServerWithoutReplicasIsWell() throws Exception {
    for (String database : List.of("postgresql", "mysql", "h2")) {
      probe.database = database;
      assertThat(read(Pace.unlimited().maxReplicaLag(Duration.ofSeconds(1))).level())
          .isEqualTo(Level.OK);
    }
  }

  @Test
  void flowControlIsTheShareSinceTheLastLook() throws Exception {
    probe.database = "mariadb";
    HealthSignal signal = Pace.unlimited().maxFlowControl(0).signals().get(0);
    assertThat(galera(signal, "5000000000", "100"))
        .as("since the start, long ago")
        .isEqualTo(Level.OK);
    assertThat(galera(signal, "5000000000", "101")).isEqualTo(Level.OK);
    assertThat(galera(signal, "5050000000", "102")).isEqualTo(Level.SLOW_DOWN);
    assertThat(galera(signal, "5900000000", "102"))
        .as("the clock has not ticked")
        .isEqualTo(Level.SLOW_DOWN);
    assertThat(galera(signal, "6050000000", "103")).isEqualTo(Level.STOP);
    assertThat(galera(signal, "6050000000", "104")).isEqualTo(Level.OK);
    assertThat(galera(signal, "0", "1")).as("started again").isEqualTo(Level.OK);
  }

  @Test
  void flowControlOfARunDoesNotComeFromAnother() {
    Pace pace = Pace.unlimited().maxFlowControl(0);
    assertThat(pace.signals().get(0)).isNotSameAs(pace.signals().get(0));
  }

  @ParameterizedTest
  @CsvSource({"100, OK", "101, SLOW_DOWN", "201, STOP"})
  void commitTime(long millis, Level level) throws Exception {
    probe.commits = Optional.of(Duration.ofMillis(millis));
    assertThat(read(Pace.unlimited().maxCommitTime(Duration.ofMillis(100))).level())
        .isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"0.05, OK", "0.06, SLOW_DOWN", "0.11, STOP"})
  void storageUnavailable(double share, Level level) throws Exception {
    probe.failures = OptionalDouble.of(share);
    assertThat(read(Pace.unlimited().maxStorageUnavailable(0.05)).level()).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"7, OK", "7.5, SLOW_DOWN", "1e3, STOP"})
  void query(String value, Level level) throws Exception {
    probe.row("n", value);
    assertThat(read(Pace.unlimited().query("select n from queue", 7, 20)).level()).isEqualTo(level);
  }

  @Test
  void aQueryMustGiveOneNumber() {
    Pace pace = Pace.unlimited().query("select n from queue", 7, 20);
    assertThatThrownBy(() -> read(pace)).hasMessageContaining("gave 0 rows");
    probe.row("n", null);
    assertThatThrownBy(() -> read(pace)).hasMessageContaining("null");
  }

  @Test
  void aFlagFileStops(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pause");
    Pace pace = Pace.unlimited().flagFile(file);
    assertThat(read(pace).level()).isEqualTo(Level.OK);
    Files.createFile(file);
    assertThat(read(pace).level()).isEqualTo(Level.STOP);
    assertThat(read(pace).explanation()).contains(file.toString());
  }

  @Test
  void aSignalOfTheSameKindReplacesTheEarlier() throws IOException {
    int before = Pace.adaptive().signals().size();
    assertThat(Pace.adaptive().maxThreadsRunning(5).signals()).hasSize(before);
    assertThat(Pace.adaptive().flagFile(Path.of("pause")).signals()).hasSize(before + 1);
  }

  @Test
  void anAdaptivePaceBeginsAtATenth() {
    assertThat(Pace.adaptive().start()).isEqualTo(100);
    assertThat(Pace.adaptive().ceiling(50).start()).isEqualTo(5);
    assertThat(Pace.perSecond(50).start()).isEqualTo(50);
    assertThat(Pace.adaptive().threads(4).ceiling(50).threads()).isEqualTo(4);
  }

  @Test
  void limitsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.perSecond(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.perSecond(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.unlimited().threads(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.unlimited().maxThreadsRunning(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.unlimited().maxFlowControl(1.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pace.unlimited().maxReplicaLag(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pace.unlimited().query("select 1", 20, 7));
  }

  private Health read(Pace pace) throws Exception {
    return pace.signals().get(0).read(probe);
  }

  private Level galera(HealthSignal signal, String paused, String uptime) throws Exception {
    probe.rows =
        List.of(
            row("variable_name", "wsrep_flow_control_paused_ns", "value", paused),
            row("variable_name", "Uptime", "value", uptime));
    return signal.read(probe).level();
  }

  private static Map<String, @Nullable String> row(@Nullable String... cells) {
    Map<String, @Nullable String> row = new HashMap<>();
    for (int i = 0; i < cells.length; i += 2) {
      row.put(String.valueOf(cells[i]), cells[i + 1]);
    }
    return row;
  }

  private static final class Scripted implements Probe {
    String database = "postgresql";
    List<Map<String, @Nullable String>> rows = List.of();
    Optional<Duration> commits = Optional.empty();
    OptionalDouble failures = OptionalDouble.empty();

    void row(@Nullable String... cells) {
      rows = List.of(SignalsTest.row(cells));
    }

    @Override
    public String database() {
      return database;
    }

    @Override
    public List<Map<String, @Nullable String>> query(String sql) {
      return rows;
    }

    @Override
    public Optional<Duration> commitTime() {
      return commits;
    }

    @Override
    public OptionalDouble storageUnavailable() {
      return failures;
    }
  }
}
