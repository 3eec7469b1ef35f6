package dev.affix.lifecycle;

import dev.affix.lifecycle.Finding.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an audit of one service found. Counts are of all there is; of each kind the first {@value
 * #MAX_LISTED} findings are listed.
 *
 * @param service name of the service
 * @param objects objects listed, Affix's own records not among them
 * @param same keys whose row and object agree
 * @param read objects whose bytes were read, because they were suspicious or all were to be read
 * @param attachments attachments on this service that were looked at
 * @param counts how many findings of each kind there are; every kind is there
 * @param findings the first of each kind
 * @param unchecked what could not be looked at, and why; empty if all was
 */
public record AuditReport(
    String service,
    long objects,
    long same,
    long read,
    long attachments,
    Map<Kind, Long> counts,
    List<Finding> findings,
    List<String> unchecked) {

  /** Findings listed of each kind. */
  public static final int MAX_LISTED = 1_000;

  public AuditReport {
    Map<Kind, Long> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      all.put(kind, counts.getOrDefault(kind, 0L));
    }
    counts = Collections.unmodifiableMap(all);
    findings = List.copyOf(findings);
    unchecked = List.copyOf(unchecked);
  }

  /** Whether nothing was found. What could not be checked is not counted. */
  public boolean isClean() {
    return counts.values().stream().allMatch(count -> count == 0);
  }

  /** How many findings of that kind there are. */
  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** The first findings of that kind. */
  public List<Finding> findings(Kind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).toList();
  }

  /** Keys that rows call stored, but no object has. */
  public List<String> missing() {
    return keys(Kind.ROW_WITHOUT_OBJECT);
  }

  /** Keys of objects that no row names. */
  public List<String> stray() {
    return keys(Kind.OBJECT_WITHOUT_ROW);
  }

  /** Keys whose object has another length or checksum than its row says. */
  public List<String> differing() {
    return keys(Kind.DIFFERENT);
  }

  /** For people: a line for each count, then a line for each finding listed. */
  public String text() {
    var text = new Lines("Audit of service \"%s\"".formatted(service));
    text.count("objects", objects)
        .count("same", same)
        .count("read", read)
        .count("attachments", attachments);
    counts.forEach((kind, count) -> text.count(kind.toString(), count));
    unchecked.forEach(what -> text.line("not checked: " + what));
    for (Finding finding : findings) {
      text.item(
          finding.kind().toString(),
          finding.key(),
          finding.detail() + finding.rowId().map(id -> " (row " + id + ")").orElse(""));
    }
    return text.toString();
  }

  /** The same for programs: one JSON object (RFC 8259). */
  public String json() {
    var json = new Json().open();
    json.field("service", service).field("clean", isClean()).field("objects", objects);
    json.field("same", same).field("read", read).field("attachments", attachments).open("counts");
    counts.forEach((kind, count) -> json.field(kind.name(), count));
    json.close().openList("findings");
    for (Finding finding : findings) {
      json.open();
      json.field("kind", finding.kind().name()).field("service", finding.service());
      json.field("key", finding.key());
      finding.rowId().ifPresent(id -> json.field("row", id.toString()));
      json.field("detail", finding.detail()).close();
    }
    json.closeList().openList("unchecked");
    unchecked.forEach(json::value);
    return json.closeList().close().toString();
  }

  /** The counts alone; {@link #text()} says more. */
  @Override
  public String toString() {
    return "AuditReport[service=%s, objects=%d, same=%d, counts=%s, first=%s]"
        .formatted(service, objects, same, counts, findings.stream().limit(10).toList());
  }

  private List<String> keys(Kind kind) {
    return findings(kind).stream().map(Finding::key).toList();
  }
}
