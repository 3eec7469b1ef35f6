package dev.affix.lifecycle;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a repair would do or did. Of each action the first {@value AuditReport#MAX_LISTED} steps are
 * listed.
 *
 * @param service name of the service
 * @param dryRun whether nothing was done
 * @param ceiling most steps that a run takes
 * @param planned how many steps of each action there are; every action is there
 * @param done how many were done; fewer where things changed meanwhile, none in a dry run
 * @param steps the first of each action, as planned
 * @param left how many findings are left alone, by reason
 * @param unchecked what could not be looked at, and why
 */
public record RepairReport(
    String service,
    boolean dryRun,
    long ceiling,
    Map<Action, Long> planned,
    Map<Action, Long> done,
    List<Step> steps,
    Map<String, Long> left,
    List<String> unchecked) {

  /** What a repair does. */
  public enum Action {
    /** Notes that an object goes, which no row names. */
    NOTE_DELETION("note for deletion"),
    /** Deletes the row of a variant whose object is gone. */
    FORGET_VARIANT("forget variant"),
    /** Purges an attachment whose owner is gone. */
    PURGE_ORPHAN("purge orphan");

    private final String words;

    Action(String words) {
      this.words = words;
    }

    /** As people say it. */
    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * One thing to do.
   *
   * @param key of the object in question
   * @param row id of the row in question; null if there is none
   * @param detail why
   */
  public record Step(Action action, String key, @Nullable UUID row, String detail) {
    /** Id of the row in question, if there is one. */
    public Optional<UUID> rowId() {
      return Optional.ofNullable(row);
    }
  }

  public RepairReport {
    planned = complete(planned);
    done = complete(done);
    steps = List.copyOf(steps);
    left = Collections.unmodifiableMap(new LinkedHashMap<>(left));
    unchecked = List.copyOf(unchecked);
  }

  /** How many steps of that action there are. */
  public long planned(Action action) {
    return planned.getOrDefault(action, 0L);
  }

  /** How many of them were done. */
  public long done(Action action) {
    return done.getOrDefault(action, 0L);
  }

  /** Whether a run would refuse, since it is more than the ceiling allows. */
  public boolean exceedsCeiling() {
    return planned.values().stream().mapToLong(Long::longValue).sum() > ceiling;
  }

  /** For people: a line for each count, then a line for each step listed. */
  public String text() {
    var text =
        new Lines("Repair of service \"%s\"%s".formatted(service, dryRun ? ", planned" : ""));
    planned.forEach((action, count) -> text.count(action + " (planned)", count));
    if (!dryRun) {
      done.forEach((action, count) -> text.count(action + " (done)", count));
    }
    text.count("steps allowed", ceiling);
    left.forEach((reason, count) -> text.count("left alone: " + reason, count));
    unchecked.forEach(what -> text.line("not checked: " + what));
    for (Step step : steps) {
      text.item(
          step.action().toString(),
          step.key(),
          step.detail() + step.rowId().map(id -> " (row " + id + ")").orElse(""));
    }
    return text.toString();
  }

  /** The same for programs: one JSON object (RFC 8259). */
  public String json() {
    var json = new Json().open();
    json.field("service", service).field("dryRun", dryRun).field("ceiling", ceiling);
    json.open("planned");
    planned.forEach((action, count) -> json.field(action.name(), count));
    json.close().open("done");
    done.forEach((action, count) -> json.field(action.name(), count));
    json.close().open("left");
    left.forEach(json::field);
    json.close().openList("steps");
    for (Step step : steps) {
      json.open().field("action", step.action().name()).field("key", step.key());
      step.rowId().ifPresent(id -> json.field("row", id.toString()));
      json.field("detail", step.detail()).close();
    }
    json.closeList().openList("unchecked");
    unchecked.forEach(json::value);
    return json.closeList().close().toString();
  }

  private static Map<Action, Long> complete(Map<Action, Long> counts) {
    Map<Action, Long> all = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      all.put(action, counts.getOrDefault(action, 0L));
    }
    return Collections.unmodifiableMap(all);
  }
}
