package dev.affix.internal.housekeeping;

import dev.affix.AffixException;
import dev.affix.internal.pacing.Crew;
import dev.affix.internal.pacing.Pacer;
import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.storage.Checksums;
import dev.affix.storage.StoredObject;
import java.util.List;

/** Reads every object, at a pace. Used by one thread. */
final class ByReading implements Depth {
  private final Pacer pacer;
  private final Crew crew;
  private long withoutChecksum;

  ByReading(Pacer pacer, int threads) {
    this.pacer = pacer;
    this.crew = new Crew("audit", threads);
  }

  @Override
  public boolean wants(NamedKey row, StoredObject object) {
    withoutChecksum += row.checksums().equals(Checksums.NONE) ? 1 : 0;
    return true;
  }

  @Override
  public void read(Runnable reading) {
    if (!pacer.pass(1, () -> false) || !crew.take(reading)) {
      crew.close(); // throws what a thread threw
      throw new AffixException("The audit was interrupted");
    }
  }

  @Override
  public void agreed() {}

  @Override
  public List<String> unchecked() {
    return withoutChecksum == 0
        ? List.of()
        : List.of(
            "checksums of %d objects whose rows have none; their lengths were compared"
                .formatted(withoutChecksum));
  }

  @Override
  public void close() {
    crew.close();
  }
}
