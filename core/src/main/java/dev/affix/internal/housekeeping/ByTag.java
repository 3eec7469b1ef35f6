package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.storage.StoredObject;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads objects whose entity tag looks like an MD5 and is not that of the row. Where such tags turn
 * out to be something else, as with keys of a key management, they are soon not looked at any more.
 * Used by one thread.
 */
final class ByTag implements Depth {
  private static final int MOST_IN_VAIN = 20;
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private int inVain;

  @Override
  public boolean wants(NamedKey row, StoredObject object) {
    String tag = object.etag();
    String md5 = row.checksums().md5();
    return inVain < MOST_IN_VAIN
        && tag != null
        && md5 != null
        && MD5.matcher(tag).matches()
        && !tag.equals(md5);
  }

  @Override
  public void read(Runnable reading) {
    reading.run();
  }

  @Override
  public void agreed() {
    inVain++;
  }

  @Override
  public List<String> unchecked() {
    return inVain < MOST_IN_VAIN
        ? List.of()
        : List.of(
            "checksums: entity tags of this service are not the MD5 of the bytes; auditByReading(..) compares them");
  }

  @Override
  public void close() {}
}
