package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.OwnerNames;
import dev.affix.internal.rows.Tables;
import dev.affix.model.Blob;
import dev.affix.model.BlobState;
import dev.affix.model.StoredFile;
import dev.affix.testkit.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements on blobs by themselves, where the keys that Affix makes never lead. */
@ParameterizedClass
@MethodSource("databases")
class BlobRowsTest {
  private static final Duration EXPIRY = Duration.ofHours(1);

  private final TestDatabase.Kind kind;
  private final Tables tables = Tables.with(List.of(), Map.of(), OwnerNames.NONE);
  private Unit unit;

  BlobRowsTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void aKeyWithANoteIsRefusedUntilTheNoteIsGone() {
    Blob blob = blob("generation-1");
    unit.own()
        .run(sql -> tables.deletions().insert(sql, blob.file(), Reason.PURGED, Duration.ofDays(1)));
    assertThatThrownBy(() -> insert(blob))
        .isInstanceOf(AffixException.class)
        .hasMessage(
            "Key \"generation-1\" of service \"memory\" cannot be used: a deletion of it is still"
                + " due");
    assertThat(unit.rows("affix_blobs")).isZero();
    insert(blob("generation-2"));

    unit.sql("delete from affix_deletions");
    insert(blob);
    assertThat(unit.rows("affix_blobs where state = 'STAGED' and expires_at is not null"))
        .isEqualTo(2);
    Blob kept = unit.own().call(sql -> tables.blobs().find(sql, blob.id()).orElseThrow());
    assertThat(kept.file()).isEqualTo(blob.file());
    assertThat(kept.filename()).isEqualTo("note.txt");
    assertThat(kept.createdAt()).isEqualTo(blob.createdAt());
  }

  private void insert(Blob blob) {
    unit.own().run(sql -> tables.blobs().insertStaged(sql, blob, EXPIRY));
  }

  private static Blob blob(String key) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return new Blob(
        UUID.randomUUID(),
        new StoredFile("memory", key, true, "text/plain", null, null, null, null, null),
        "note.txt",
        Blob.TypeSource.SNIFFED,
        BlobState.STAGED,
        now.plus(EXPIRY),
        now);
  }
}
