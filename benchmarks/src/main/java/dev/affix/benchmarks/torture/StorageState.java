package dev.affix.benchmarks.torture;

import dev.affix.Affix;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.lifecycle.AuditReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** Compares rows and objects past Affix, while no worker lives. */
final class StorageState {
  private record Stored(
      String what, String state, String key, long byteSize, @Nullable String sha256) {}

  private final Place place;
  private final RowView rows;
  private final Affix affix;
  private final Set<String> hashed = new HashSet<>();

  StorageState(Place place, RowView rows, Affix affix) {
    this.place = place;
    this.rows = rows;
    this.affix = affix;
  }

  /** What must hold at any moment, also right after a kill; files are hashed when first seen. */
  List<String> check() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Stored> stored = stored();
    Map<String, Long> sizes = place.sizes();
    for (Stored file : stored) {
      check(file, sizes.get(file.key), broken);
    }
    rows.list(
            "select d.storage_key from affix_deletions d join affix_blobs b"
                + " on b.service = d.service and b.storage_key = d.storage_key",
            row -> row.getString(1))
        .forEach(key -> broken.add("a note would delete " + key + ", which a blob names"));
    return broken;
  }

  /** What must hold when everything due has been done; hashes every file anew. */
  List<String> settle() throws IOException {
    hashed.clear();
    rows.letTimePass();
    for (int i = 0; i < 100 && !affix.housekeeping().isIdle(); i++) {
      rows.letTimePass();
    }
    List<String> broken = new ArrayList<>(check());
    AuditReport report = affix.audit(Unit.SERVICE);
    report.missing().forEach(key -> broken.add("audit: missing " + key));
    report.stray().forEach(key -> broken.add("audit: stray " + key));
    report.differing().forEach(key -> broken.add("audit: differing " + key));
    none(broken, "staged blobs after their time", "affix_blobs where state = 'STAGED'");
    none(broken, "notes that were not followed", "affix_deletions");
    none(
        broken,
        "stored blobs that nothing refers to",
        "affix_blobs b where b.state = 'STORED' and not exists"
            + " (select 1 from affix_attachments a where a.blob_id = b.id)");
    broken.addAll(rows.orphans());
    broken.addAll(place.sweep());
    return broken;
  }

  private List<Stored> stored() {
    List<Stored> files =
        new ArrayList<>(
            rows.list(
                "select a.id, b.state, b.storage_key, b.byte_size, b.sha256"
                    + " from affix_attachments a join affix_blobs b on b.id = a.blob_id",
                row ->
                    new Stored(
                        "attachment " + row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getString(5))));
    files.addAll(
        rows.list(
            "select v.id, v.storage_key, v.byte_size, v.sha256 from affix_variants v"
                + " where v.state = 'READY'",
            row ->
                new Stored(
                    "variant " + row.getString(1),
                    "STORED",
                    row.getString(2),
                    row.getLong(3),
                    row.getString(4))));
    return files;
  }

  private void check(Stored file, @Nullable Long size, List<String> broken) throws IOException {
    String subject = file.what + " with key " + file.key;
    if (!file.state.equals("STORED")) {
      broken.add(subject + " points at a blob that is " + file.state);
    }
    if (size == null) {
      broken.add(subject + " has no object");
    } else if (size != file.byteSize) {
      broken.add("%s has %d bytes instead of %d".formatted(subject, size, file.byteSize));
    } else if (hashed.add(file.key)
        && !DigestUtils.sha256Hex(place.read(file.key)).equals(file.sha256)) {
      broken.add(subject + " has other bytes than were stored");
    }
  }

  private void none(List<String> broken, String what, String tableAndCondition) {
    long count = rows.count(tableAndCondition);
    if (count > 0) {
      broken.add(count + " " + what);
    }
  }
}
