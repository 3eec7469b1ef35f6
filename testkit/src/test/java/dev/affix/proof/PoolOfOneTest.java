package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixBuilder;
import dev.affix.AffixException;
import dev.affix.StagedBlob;
import dev.affix.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The short form where the caller's transaction holds the only connection there is. */
@ParameterizedClass
@MethodSource("databases")
record PoolOfOneTest(TestDatabase.Kind kind) {

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @Test
  void itEndsWithAMessageThatNamesBothWaysOut() {
    try (Unit unit =
        poolOfOne((builder, made) -> builder.connectionPatience(Duration.ofMillis(200)))) {
      Long id = unit.pseud("ann");
      assertThatThrownBy(() -> attach(unit, id))
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("No database connection for Affix within PT0.2S")
          .hasMessageContaining("affix.stage(upload)")
          .hasMessageContaining("stagingDataSource(..)");
      assertThat(unit.rows("affix_blobs")).isZero();
      assertThat(unit.memory.size()).isZero();

      StagedBlob staged = unit.affix().stage(Pictures.png("ann"));
      unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
      assertThat(unit.rows("affix_attachments")).isEqualTo(1);
      unit.assertClean();
    }
  }

  @Test
  void itWorksWithADataSourceOfItsOwn() {
    try (Unit unit =
        poolOfOne((builder, made) -> builder.stagingDataSource(made.database().dataSource(2)))) {
      Long id = unit.pseud("ann");
      attach(unit, id);
      assertThat(unit.rows("affix_blobs where state = 'STORED'")).isEqualTo(1);
      boolean attached = unit.inTransaction(em -> em.find(Pseud.class, id).icon().isAttached());
      assertThat(attached).isTrue();
      unit.assertClean();
    }
  }

  private Unit poolOfOne(BiFunction<AffixBuilder, Unit, AffixBuilder> more) {
    return Unit.open(kind, 1, more, Pseud.class);
  }

  private static void attach(Unit unit, Long id) {
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("ann")));
  }
}
