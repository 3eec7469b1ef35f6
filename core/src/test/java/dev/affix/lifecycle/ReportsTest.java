package dev.affix.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.lifecycle.Finding.Kind;
import dev.affix.lifecycle.RepairReport.Action;
import dev.affix.lifecycle.RepairReport.Step;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reports as text and as JSON, whatever keys and errors hold. */
class ReportsTest {
  private static final UUID ID = UUID.fromString("0192a3b4-0000-7000-8000-000000000001");

  private static final AuditReport AUDIT =
      new AuditReport(
          "local",
          1_234_567,
          3,
          1,
          2,
          Map.of(Kind.DIFFERENT, 1L, Kind.OBJECT_WITHOUT_ROW, 2_000L),
          List.of(
              new Finding(Kind.DIFFERENT, "local", "a", ID, "has 3 bytes, and 4 by its row"),
              new Finding(
                  Kind.OBJECT_WITHOUT_ROW, "local", "a\"b\u00e9\ud83d\ude00\u0085/x", null, "old")),
          List.of("owners of \"Day\""));

  @Test
  void jsonOfAnAudit() {
    assertThat(AUDIT.json())
        .isEqualTo(
            "{\"service\":\"local\",\"clean\":false,\"objects\":1234567,\"same\":3,"
                + "\"read\":1,\"attachments\":2,\"counts\":{\"ROW_WITHOUT_OBJECT\":0,"
                + "\"OBJECT_WITHOUT_ROW\":2000,\"DIFFERENT\":1,\"ATTACHMENT_WITHOUT_OWNER\":0,"
                + "\"BLOB_WITHOUT_ATTACHMENT\":0,\"UNKNOWN_OWNER_TYPE\":0},\"findings\":["
                + "{\"kind\":\"DIFFERENT\",\"service\":\"local\",\"key\":\"a\",\"row\":\""
                + ID
                + "\",\"detail\":\"has 3 bytes, and 4 by its row\"},"
                + "{\"kind\":\"OBJECT_WITHOUT_ROW\",\"service\":\"local\","
                + "\"key\":\"a\\\"b\\u00e9\\ud83d\\ude00\\u0085/x\",\"detail\":\"old\"}],"
                + "\"unchecked\":[\"owners of \\\"Day\\\"\"]}");
  }

  @Test
  void textOfAnAudit() {
    assertThat(AUDIT.text())
        .isEqualTo(
            """
            Audit of service "local"
                  1,234,567  objects
                          3  same
                          1  read
                          2  attachments
                          0  row without object
                      2,000  object without row
                          1  size or checksum differs
                          0  attachment without owner
                          0  blob without attachment
                          0  unknown owner type
            not checked: owners of "Day"
            size or checksum differs: "a" has 3 bytes, and 4 by its row (row %s)
            object without row: "a"b\u00e9\ud83d\ude00?/x" old
            """
                .formatted(ID));
  }

  @Test
  void everyControlCharacterIsEscapedInJsonAndNoneBeginsALineOfText() {
    var all = new StringBuilder();
    for (char c = 0; c < 0x20; c++) {
      all.append(c);
    }
    all.append("\\\u007f\u2028\u202e");
    assertThat(new Json().value(all.toString()).toString())
        .isEqualTo(
            "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u0008\\t\\n\\u000b\\u000c"
                + "\\r\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018"
                + "\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f\\\\\\u007f\\u2028\\u202e\"");
    assertThat(new Lines("title").line(all.toString()).toString())
        .isEqualTo("title\n" + "?".repeat(32) + "\\???\n");
  }

  @Test
  void aRepairSaysWhatItWouldDoAndWhatItDid() {
    List<Step> steps = List.of(new Step(Action.NOTE_DELETION, "k", null, "of 1 bytes"));
    Map<Action, Long> one = Map.of(Action.NOTE_DELETION, 1L);
    RepairReport plan =
        new RepairReport("s", true, 0, one, Map.of(), steps, Map.of("young", 2L), List.of());
    assertThat(plan.exceedsCeiling()).isTrue();
    assertThat(plan.text())
        .startsWith("Repair of service \"s\", planned\n")
        .contains("1  note for deletion (planned)\n")
        .doesNotContain("(done)")
        .contains("2  left alone: young\n")
        .endsWith("note for deletion: \"k\" of 1 bytes\n");
    RepairReport done =
        new RepairReport("s", false, 1, one, one, steps, Map.of("young", 2L), List.of());
    assertThat(done.exceedsCeiling()).isFalse();
    assertThat(done.text()).contains("1  note for deletion (done)\n");
    assertThat(done.json())
        .isEqualTo(
            "{\"service\":\"s\",\"dryRun\":false,\"ceiling\":1,\"planned\":{\"NOTE_DELETION\":1,"
                + "\"FORGET_VARIANT\":0,\"PURGE_ORPHAN\":0},\"done\":{\"NOTE_DELETION\":1,"
                + "\"FORGET_VARIANT\":0,\"PURGE_ORPHAN\":0},\"left\":{\"young\":2},\"steps\":["
                + "{\"action\":\"NOTE_DELETION\",\"key\":\"k\",\"detail\":\"of 1 bytes\"}],"
                + "\"unchecked\":[]}");
  }
}
