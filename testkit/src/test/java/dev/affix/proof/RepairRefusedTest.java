package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixBuilder;
import dev.affix.AffixException;
import dev.affix.AttachmentMappingException;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.RepairReport;
import dev.affix.lifecycle.RepairReport.Action;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.database.TestDatabase;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a repair refuses: a place that others may write to, and more steps than its ceiling. */
@ParameterizedClass
@MethodSource("databases")
class RepairRefusedTest {
  private final TestDatabase.Kind kind;
  private Claimed claimed;
  private Unit unit;

  RepairRefusedTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    claimed = new Claimed(kind);
    unit = claimed.unit;
  }

  @AfterEach
  void close() {
    claimed.close();
  }

  @Test
  void aServiceThatOthersMayWriteToIsRefused() {
    refused(builder -> builder.environment("production"), "exclusive(\"files\")");
  }

  @Test
  void aServiceThatNobodyClaimedIsRefused() {
    claimed.place.delete(StorageKey.of("_affix/claim"));
    refused(
        builder -> builder.environment("production").exclusive("files"), "affix.claim(\"files\")");
  }

  @Test
  void aServiceOfAnotherEnvironmentIsRefused() {
    refused(
        builder -> builder.environment("staging").exclusive("files"),
        "claimed by environment \"production\"");
  }

  @Test
  void aServiceThatHoldsAdoptedFilesIsRefused() {
    unit.pseudWithIcon("ann");
    unit.runInTransaction(
        em -> em.createNativeQuery("update affix_blobs set owned = false").executeUpdate());
    StorageKey stray = claimed.stray(StorageKey.random());
    claimed.letDaysPass(2);
    for (boolean dry : new boolean[] {true, false}) {
      assertThatThrownBy(() -> repair(unit, dry))
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("adopted files");
    }
    assertThat(claimed.place.head(stray)).isPresent();
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void exclusiveNamesOnlyServicesThereAre() {
    assertThatThrownBy(() -> claimed.open(builder -> builder.exclusive("flies")))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining("\"flies\" in exclusive(..)");
  }

  @Test
  void moreThanTheCeilingIsRefusedAsAWhole() {
    for (int i = 0; i < 3; i++) {
      claimed.stray(StorageKey.random());
    }
    claimed.letDaysPass(2);
    var repair = unit.affix().repair("files").ceiling(2);
    assertThat(repair.dryRun().exceedsCeiling()).isTrue();
    assertThatThrownBy(repair::run)
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("more than the 2 steps")
        .hasMessageContaining("ceiling(..)");
    assertThat(unit.rows("affix_deletions")).isZero();
    assertThat(repair.ceiling(3).run().done(Action.NOTE_DELETION)).isEqualTo(3);
  }

  @Test
  void theDefaultCeilingIsAThousand() {
    for (int i = 0; i < 1_001; i++) {
      claimed.stray(StorageKey.random());
    }
    claimed.letDaysPass(2);
    RepairReport planned = unit.affix().repair("files").dryRun();
    assertThat(planned.ceiling()).isEqualTo(1_000);
    assertThat(planned.planned(Action.NOTE_DELETION)).isEqualTo(1_001);
    assertThat(planned.steps()).hasSize(AuditReport.MAX_LISTED);
    assertThatThrownBy(() -> unit.affix().repair("files").run()).isInstanceOf(AffixException.class);
  }

  private void refused(UnaryOperator<AffixBuilder> more, String message) {
    StorageKey stray = claimed.stray(StorageKey.random());
    claimed.letDaysPass(2);
    try (Unit other = claimed.open(more)) {
      for (boolean dry : new boolean[] {true, false}) {
        assertThatThrownBy(() -> repair(other, dry))
            .isInstanceOf(AffixException.class)
            .hasMessageContaining("\"files\"")
            .hasMessageContaining(message);
      }
      assertThat(other.rows("affix_deletions")).isZero();
    }
    assertThat(claimed.place.head(stray)).isPresent();
  }

  private static RepairReport repair(Unit unit, boolean dry) {
    var repair = unit.affix().repair("files");
    return dry ? repair.dryRun() : repair.run();
  }
}
