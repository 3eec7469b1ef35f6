package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.KeyRows.Source;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.Finding;
import dev.affix.lifecycle.RepairReport;
import dev.affix.lifecycle.RepairReport.Action;
import dev.affix.lifecycle.RepairReport.Step;
import dev.affix.storage.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Decides for each difference what a repair does about it, or why nothing. */
final class RepairPlan {
  private static final Duration OLD = Duration.ofDays(1);

  /** A generated key, or one with a recipe's digest behind it. */
  private static final Pattern OWN_KEY = Pattern.compile("[0-9a-z]{28}(-[a-z2-7]{26})?");

  private final RepairOrder order;
  private final Instant now;
  private final List<Planned> steps = new ArrayList<>();
  private final Map<Action, Long> counts = new EnumMap<>(Action.class);
  private final Map<String, Long> left = new LinkedHashMap<>();

  /** A step and what it is for. */
  record Planned(Action action, Difference cause) {}

  /**
   * @param now by the clock of the service
   */
  RepairPlan(RepairOrder order, Instant now) {
    this.order = order;
    this.now = now;
  }

  /** All steps, unless there are more than any ceiling allows. */
  List<Planned> steps() {
    return steps;
  }

  void consider(Difference difference) {
    switch (difference) {
      case Difference.Stray(StoredObject object) -> stray(difference, object);
      case Difference.Missing missing -> {
        if (missing.row().source() == Source.VARIANT) {
          plan(Action.FORGET_VARIANT, difference);
        } else {
          leave("blob without object, to be restored");
        }
      }
      case Difference.Orphan orphan -> {
        if (!orphan.readable()) {
          leave("attachment whose owner's id is none of its type");
        } else if (order.orphans()) {
          plan(Action.PURGE_ORPHAN, difference);
        } else {
          leave("attachment without owner, purged only withOrphans()");
        }
      }
      case Difference.Different different -> leave("size or checksum differs, to be restored");
      case Difference.Loose loose -> leave("blob without attachment");
      case Difference.UnknownOwner unknown -> leave("unknown owner type");
    }
  }

  /** Whether an object was written a day ago or earlier, by the clock of its service. */
  boolean isOld(StoredObject object) {
    return !object.lastModified().isAfter(now.minus(OLD));
  }

  /** What this plan comes to. */
  RepairReport report(boolean dryRun, Map<Action, Long> done, Audit.Totals totals) {
    Map<Action, Integer> listed = new EnumMap<>(Action.class);
    List<Step> first =
        steps.stream()
            .filter(step -> listed.merge(step.action, 1, Integer::sum) <= AuditReport.MAX_LISTED)
            .map(step -> {
              Finding finding = step.cause.finding(order.service());
              return new Step(step.action, finding.key(), finding.row(), finding.detail());
            })
            .toList();
    return new RepairReport(
        order.service(),
        dryRun,
        order.allowed(totals.objects()),
        counts,
        done,
        first,
        left,
        totals.unchecked());
  }

  private void stray(Difference difference, StoredObject object) {
    if (!OWN_KEY.matcher(object.key().value()).matches()) {
      leave("object without row whose key Affix did not make");
    } else if (!isOld(object)) {
      leave("object without row that is younger than a day");
    } else {
      plan(Action.NOTE_DELETION, difference);
    }
  }

  private void plan(Action action, Difference cause) {
    counts.merge(action, 1L, Long::sum);
    if (steps.size() < order.most()) {
      steps.add(new Planned(action, cause));
    }
  }

  private void leave(String reason) {
    left.merge(reason, 1L, Long::sum);
  }
}
