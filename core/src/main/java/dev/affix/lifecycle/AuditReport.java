package dev.affix.lifecycle;

import java.util.List;

/**
 * What an audit of one service found. The lists hold at most {@value #MAX_LISTED} keys each.
 *
 * @param service name of the service
 * @param objects objects listed
 * @param missing keys that rows call stored, but no object has
 * @param stray keys of objects that no row names
 * @param differing keys whose object has another length than its row says
 */
public record AuditReport(
    String service,
    long objects,
    List<String> missing,
    List<String> stray,
    List<String> differing) {

  /** Keys listed of each kind. */
  public static final int MAX_LISTED = 1_000;

  /** Whether rows and objects agree. */
  public boolean isClean() {
    return missing.isEmpty() && stray.isEmpty() && differing.isEmpty();
  }
}
