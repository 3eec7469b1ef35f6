package dev.affix.internal.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What counts as a failure of storage. */
class VitalsTest {
  private final Vitals vitals =
      new Vitals(
          new OwnTransactions(new NoDatabase(), Dialect.H2, Duration.ofSeconds(1)),
          Dialect.H2,
          Ticker.SYSTEM);

  @Test
  void bodiesThatBreakOffAreFailuresAndAnswersAreNone() throws IOException {
    for (int i = 0; i < 7; i++) {
      vitals.storage(() -> true);
    }
    assertThat(vitals.storageUnavailable()).as("too few to tell").isEmpty();
    assertThatThrownBy(() -> vitals.storage(VitalsTest::breakOff)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> vitals.storage(VitalsTest::down))
        .isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> vitals.storage(VitalsTest::gone))
        .isInstanceOf(ObjectNotFoundException.class);
    assertThat(vitals.storageUnavailable()).hasValue(0.2);
  }

  private static boolean breakOff() throws IOException {
    throw new IOException("connection reset");
  }

  private static boolean down() {
    throw new StorageUnavailableException("down", null);
  }

  private static boolean gone() {
    throw new ObjectNotFoundException(StorageKey.of("k"), "memory");
  }

  private static final class NoDatabase implements OwnTransactions.ConnectionSource {
    @Override
    public Connection borrow() throws SQLException {
      throw new SQLException("there is none");
    }

    @Override
    public void giveBack(Connection connection) {}
  }
}
