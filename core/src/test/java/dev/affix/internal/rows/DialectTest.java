package dev.affix.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectTest {

  @ParameterizedTest
  @CsvSource({"PostgreSQL, POSTGRESQL", "MariaDB, MARIADB", "MySQL, MYSQL", "H2, H2"})
  void isKnownByTheNameThatTheDriverTells(String product, Dialect dialect) {
    assertThat(Dialect.of(product)).isEqualTo(dialect);
  }

  @Test
  void theMachinesLanguageDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(Dialect.of("MARIADB")).isEqualTo(Dialect.MARIADB);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Oracle", "Microsoft SQL Server", "", "HSQL Database Engine"})
  void otherDatabasesAreRefused(String product) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dialect.of(product))
        .withMessage(
            "Affix has no tables for \"" + product + "\"; it knows PostgreSQL, MariaDB, MySQL, H2");
  }

  @ParameterizedTest
  @EnumSource
  void hasAScript(Dialect dialect) {
    assertThat(Schema.class.getResource(new Schema(dialect).path())).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void tellsADuplicateFromOtherFaults(Dialect dialect) {
    assertThat(dialect.isDuplicate(new SQLException("duplicate", "23505"))).isTrue();
    assertThat(
            dialect.isDuplicate(
                new SQLIntegrityConstraintViolationException("duplicate", "23000", 1062)))
        .isTrue();
    assertThat(dialect.isDuplicate(new SQLException("foreign key", "23503"))).isFalse();
    assertThat(
            dialect.isDuplicate(
                new SQLIntegrityConstraintViolationException("foreign key", "23000", 1452)))
        .isFalse();
  }
}
