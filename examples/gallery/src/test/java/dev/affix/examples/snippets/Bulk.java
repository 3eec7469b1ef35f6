package dev.affix.examples.snippets;

import dev.affix.Affix;
import dev.affix.Regenerate;
import dev.affix.lifecycle.AnalyzeReport;
import dev.affix.lifecycle.RegenerateEstimate;
import dev.affix.lifecycle.RegenerateReport;
import dev.affix.pace.Pace;

final class Bulk {
  private Bulk() {}

  static long regenerate(Affix affix) {
    // docs:begin regenerate
    Regenerate icons = affix.regenerate(Pseud.class, "icon").onlyMissing();
    RegenerateEstimate estimate = icons.estimate(); // how many, and how many bytes

    RegenerateReport report = icons.pace(Pace.perSecond(20).threads(2)).run();
    RegenerateReport rest = icons.from(report.cursor()).run(); // if it was stopped
    // docs:end regenerate
    return estimate.variants() - report.made() - rest.made();
  }

  static AnalyzeReport analyze(Affix affix) {
    // docs:begin analyze
    AnalyzeReport report =
        affix.analyze(Story.class, "cover").pace(Pace.perSecond(20).threads(2)).run();
    // docs:end analyze
    return report;
  }
}
