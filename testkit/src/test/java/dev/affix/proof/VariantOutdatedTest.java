package dev.affix.proof;

import static dev.affix.image.Variation.grayscale;
import static dev.affix.image.Variation.resizeToLimit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.Variation;
import dev.affix.storage.PutRequest;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A recipe changes: an old node makes thumbs of one recipe, a new one of another. */
@ParameterizedClass
@MethodSource("databases")
class VariantOutdatedTest {
  private static final Variation BEFORE = Variation.of(resizeToLimit(8, 8));
  private static final Variation AFTER = Variation.of(resizeToLimit(8, 8), grayscale());
  private static final String MARKED = "affix_variants where outdated_at is not null";

  private final TestDatabase.Kind kind;
  private final ScriptedProcessor processor = new ScriptedProcessor();
  private final MemoryService elsewhere = new MemoryService();
  private Unit unit;
  private Node old;
  private Viewer viewer;
  private Long ann;

  VariantOutdatedTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind,
            10,
            (b, u) ->
                b.service("elsewhere", elsewhere)
                    .imageProcessor(processor)
                    .variant(Pseud.class, "icon", "thumb", AFTER)
                    .outdatedVariantGrace(Duration.ofDays(2)),
            Pseud.class);
    old =
        new Node(
            unit,
            b ->
                b.imageProcessor(processor)
                    .variant(Pseud.class, "icon", "thumb", BEFORE)
                    .outdatedVariantGrace(Duration.ofDays(2)));
    viewer = new Viewer(unit);
    ann = unit.pseudWithIcon("ann");
  }

  @AfterEach
  void close() {
    old.close();
    unit.close();
  }

  @Test
  void oldUrlsWorkOnNewNodesUntilTheGraceTimeIsOver() {
    String before = old.url(ann, "thumb");
    assertThat(old.get(before)).isEqualTo(200);
    assertThat(viewer.get(viewer.url(ann))).isEqualTo(200);

    assertThat(unit.affix().housekeeping().outdated()).isZero();
    assertThat(unit.rows(MARKED + " and digest = '" + BEFORE.digest() + "'")).isOne();
    assertThat(unit.rows(MARKED)).as("no recipe of its own").isOne();
    assertThat(viewer.get(before)).isEqualTo(200);

    markedDaysAgo(1);
    assertThat(unit.affix().housekeeping().outdated()).isZero();
    markedDaysAgo(3);
    assertThat(unit.affix().housekeeping().outdated()).isOne();
    assertThat(unit.rows("affix_variants")).as("the standard one").isOne();
    unit.settle();
    assertThat(viewer.get(before)).isEqualTo(404);
    assertThat(viewer.get(viewer.url(ann))).isEqualTo(200);
    assertThat(processor.runs).hasValue(2);
    unit.assertClean();
  }

  @Test
  void aNodeThatKnowsTheRecipeTakesTheMarkBack() {
    assertThat(old.get(old.url(ann, "thumb"))).isEqualTo(200);
    unit.affix().housekeeping();
    markedDaysAgo(3);
    old.affix().housekeeping();
    assertThat(unit.rows(MARKED)).isZero();
    assertThat(unit.affix().housekeeping().outdated()).isZero();
    assertThat(unit.rows(MARKED)).as("and it begins anew").isOne();
  }

  @Test
  void neitherReleaseDropsWhatTheOtherMakes() {
    assertThat(old.get(old.url(ann, "thumb"))).isEqualTo(200);
    Node current =
        new Node(
            unit, b -> b.imageProcessor(processor).variant(Pseud.class, "icon", "thumb", AFTER));
    try (current) {
      assertThat(current.get(current.url(ann, "thumb"))).isEqualTo(200);
    }
    for (int i = 0; i < 3; i++) {
      old.affix().housekeeping();
      unit.affix().housekeeping();
    }
    assertThat(unit.rows("affix_variants where state = 'READY'")).isEqualTo(2);
    unit.assertClean();
  }

  @Test
  void whatWasDroppedWhileSomebodyKnewItIsMadeAgain() {
    String before = old.url(ann, "thumb");
    assertThat(old.get(before)).isEqualTo(200);
    unit.affix().housekeeping();
    markedDaysAgo(3);
    unit.affix().housekeeping();
    unit.settle();
    assertThat(old.get(before)).isEqualTo(200);
    assertThat(processor.runs).hasValue(2);
    assertThat(unit.rows(MARKED)).isZero();
    unit.assertClean();
  }

  @Test
  void whatIsBeingMadeIsNotDropped() {
    assertThat(old.get(old.url(ann, "thumb"))).isEqualTo(200);
    unit.affix().housekeeping();
    markedDaysAgo(3);
    unit.sql(
        "update affix_variants set state = 'PENDING', attempts = 1,"
            + " lease_until = '2999-01-01 00:00:00'");
    assertThat(unit.affix().housekeeping().outdated()).isZero();

    viewer.expireLeases();
    assertThat(unit.affix().housekeeping().outdated()).isOne();
    assertThat(unit.rows("affix_deletions")).as("what may still arrive is named").isOne();
    assertThat(unit.affix().audit("memory").isClean()).isTrue();
  }

  @Test
  void anAdoptedFileStaysWhenItsRowGoes() {
    assertThat(old.get(old.url(ann, "thumb"))).isEqualTo(200);
    unit.sql("update affix_variants set owned = false");
    unit.affix().housekeeping();
    markedDaysAgo(3);
    assertThat(unit.affix().housekeeping().outdated()).isOne();
    unit.settle();
    assertThat(unit.memory.size()).as("original and thumb").isEqualTo(2);
  }

  @Test
  void itIsServedFromWhereItsRowSaysByANodeThatCannotMakeIt() throws IOException {
    String before = old.url(ann, "thumb");
    assertThat(old.get(before)).isEqualTo(200);
    var key = viewer.key();
    try (var bytes =
        new ByteArrayInputStream("made of old".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      elsewhere.put(PutRequest.of(key, "image/png"), bytes);
    }
    unit.memory.delete(key);
    assertThat(viewer.get(before)).as("lost").isEqualTo(404);
    unit.sql("update affix_variants set service = 'elsewhere'");
    assertThat(viewer.get(before)).isEqualTo(200);
    assertThat(processor.runs).hasValue(1);
  }

  private void markedDaysAgo(int days) {
    String then =
        switch (kind) {
          case H2 -> "dateadd(day, -%d, current_timestamp(6))";
          case POSTGRES -> "clock_timestamp() - %d * interval '1 day'";
          case MARIADB -> "utc_timestamp(6) - interval %d day";
        };
    unit.sql(
        "update affix_variants set outdated_at = %s where outdated_at is not null"
            .formatted(then.formatted(days)));
  }
}
