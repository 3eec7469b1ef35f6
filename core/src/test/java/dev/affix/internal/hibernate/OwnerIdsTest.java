package dev.affix.internal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.affix.AffixException;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.type.BasicType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnerIdsTest {
  @AutoClose
  private final SessionFactoryImplementor factory =
      unconnected(Simple.class, Seat.class, Reading.class);

  @Entity(name = "Simple")
  static class Simple {
    @Id Long id = 0L;
  }

  @Embeddable
  record Place(String row, String seat) implements Serializable {}

  @Entity(name = "Seat")
  static class Seat {
    @EmbeddedId Place id = new Place("", "");
  }

  /** Parts of {@link Reading}'s id. */
  record Hour(int day, String station) implements Serializable {}

  @Entity(name = "Reading")
  @IdClass(Hour.class)
  static class Reading {
    @Id String station = "";
    @Id int day;
  }

  static Stream<Arguments> simple() {
    return Stream.of(
        arguments(7L, "7"),
        arguments(-7, "-7"),
        arguments((short) 7, "7"),
        arguments(
            new BigInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
        arguments(new BigDecimal("1E+3"), "1000"),
        arguments(
            UUID.fromString("0198C0DE-0000-7000-8000-00000000000A"),
            "0198c0de-0000-7000-8000-00000000000a"),
        arguments("Ann|\\", "Ann|\\"),
        arguments(TimeUnit.DAYS, "DAYS"),
        arguments('c', "c"),
        arguments(LocalDate.of(2026, 1, 2), "2026-01-02"),
        arguments(new byte[] {0, (byte) 0xab}, "00ab"));
  }

  @ParameterizedTest
  @MethodSource
  void simple(Object id, String text) {
    assertThat(text(idType(Simple.class), id)).isEqualTo(text);
  }

  @Test
  void aDecimalIsTheSameWhateverScaleTheDatabaseGivesIt() {
    Type type = idType(Simple.class);
    assertThat(text(type, new BigDecimal("100.00")))
        .isEqualTo(text(type, new BigDecimal("100")))
        .isEqualTo("100");
    assertThat(text(type, new BigDecimal("0.50"))).isEqualTo("0.5");
    assertThat(text(type, new BigDecimal("0.00"))).isEqualTo("0");
  }

  @Test
  void partsAreJoinedAndEscaped() {
    Type type = idType(Seat.class);
    assertThat(text(type, new Place("A", "7"))).isEqualTo("A|7");
    assertThat(text(type, new Place("a|b", "c\\"))).isEqualTo("a\\|b|c\\\\");
    assertThat(text(type, new Place("", ""))).isEqualTo("|");
  }

  @Test
  void differentCompositeIdsAreDifferentTexts() {
    Type type = idType(Seat.class);
    String[] parts = {"", "a", "|", "\\", "a|", "|a", "\\|", "|\\", "||", "\\\\", "a\\", "\\a"};
    Map<String, Place> seen = new HashMap<>();
    for (String row : parts) {
      for (String seat : parts) {
        Place place = new Place(row, seat);
        assertThat(seen.put(text(type, place), place)).as(place.toString()).isNull();
      }
    }
    assertThat(seen).hasSize(parts.length * parts.length);
  }

  @Test
  void textIsReadBackIfItIsCanonical() {
    assertThat(read(Long.class, "-7")).isEqualTo(-7L);
    assertThat(read(Integer.class, "7")).isEqualTo(7);
    assertThat(read(Short.class, "7")).isEqualTo((short) 7);
    assertThat(read(BigInteger.class, "7")).isEqualTo(BigInteger.valueOf(7));
    assertThat(read(BigDecimal.class, "1000")).isEqualTo(new BigDecimal("1000"));
    assertThat(read(String.class, "Ann|\\")).isEqualTo("Ann|\\");
    assertThat(read(UUID.class, "0198c0de-0000-7000-8000-00000000000a"))
        .isEqualTo(UUID.fromString("0198c0de-0000-7000-8000-00000000000a"));
    assertThat(read(byte[].class, "00ab")).isEqualTo(new byte[] {0, (byte) 0xab});

    assertThat(read(Long.class, "007")).isNull();
    assertThat(read(Long.class, "+7")).isNull();
    assertThat(read(Long.class, "x")).isNull();
    assertThat(read(Long.class, "")).isNull();
    assertThat(read(Short.class, "70000")).isNull();
    assertThat(read(BigDecimal.class, "1.0")).isNull();
    assertThat(read(UUID.class, "0198C0DE-0000-7000-8000-00000000000A")).isNull();
    assertThat(read(UUID.class, "1-1-1-1-1")).isNull();
    assertThat(read(byte[].class, "00AB")).isNull();
    assertThat(read(byte[].class, "0")).isNull();
  }

  @Test
  void datesAreNotReadBack() {
    assertThat(OwnerIds.isReadable(basic(LocalDate.class))).isFalse();
    assertThat(OwnerIds.isReadable(basic(Long.class))).isTrue();
  }

  @Test
  void partsAreSplitAsTheyWereJoined() {
    Type type = idType(Seat.class);
    String[] parts = {"", "a", "|", "\\", "a|", "|a", "\\|", "|\\", "||", "\\\\", "a\\", "\\a"};
    for (String row : parts) {
      for (String seat : parts) {
        assertThat(OwnerIds.split(text(type, new Place(row, seat)))).containsExactly(row, seat);
      }
    }
  }

  @Test
  void anIdClassIsReadInTheOrderOfTheMapping() {
    assertThat(text(idType(Reading.class), new Hour(7, "North"))).isEqualTo("7|North");
  }

  @Test
  void whatDoesNotFitTheColumnIsRefused() {
    Type type = idType(Simple.class);
    assertThat(text(type, "x".repeat(100))).hasSize(100);
    assertThatThrownBy(() -> text(type, "x".repeat(101)))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("has 101 characters as text; owners' ids may have 100");
  }

  private String text(Type type, Object id) {
    return OwnerIds.text(factory, type, id);
  }

  private @Nullable Object read(Class<?> type, String text) {
    return OwnerIds.read(basic(type), text).orElse(null);
  }

  private BasicType<?> basic(Class<?> type) {
    return factory.getTypeConfiguration().getBasicTypeForJavaType(type);
  }

  private Type idType(Class<?> entity) {
    return factory.getMappingMetamodel().getEntityDescriptor(entity).getIdentifierType();
  }

  /** Without a database: nothing is connected to before the first session. */
  private static SessionFactoryImplementor unconnected(Class<?>... entities) {
    var configuration =
        new Configuration()
            .setProperty("hibernate.boot.allow_jdbc_metadata_access", false)
            .setProperty("hibernate.dialect", "org.hibernate.dialect.H2Dialect");
    for (Class<?> entity : entities) {
      configuration.addAnnotatedClass(entity);
    }
    return configuration.buildSessionFactory().unwrap(SessionFactoryImplementor.class);
  }
}
