package dev.affix.examples.snippets;

import dev.affix.Affix;
import dev.affix.AffixBuilder;
import dev.affix.UploadRejectedException;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.AttachmentListener;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.UploadInspector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class Watching {
  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

  private Watching() {}

  static final class Journal implements AttachmentListener {
    final List<String> lines = new CopyOnWriteArrayList<>();

    // docs:begin listener
    @Override
    public void afterCommit(AttachmentEvent event) {
      if (event instanceof AttachmentEvent.Replaced replaced) {
        lines.add("Replaced " + replaced.previous().filename());
      } else {
        lines.add(event.getClass().getSimpleName() + " " + event.blob().filename());
      }
    }
    // docs:end listener
  }

  static final class NoScripts implements UploadInspector {
    // docs:begin inspector
    @Override
    public void beforeStoring(Inspection upload) {
      if (upload.filename().endsWith(".js")) {
        throw new UploadRejectedException("\"" + upload.filename() + "\" is a script");
      }
    }
    // docs:end inspector
  }

  static AffixBuilder register(AffixBuilder builder, Journal journal) {
    return builder.listener(journal).inspector(new NoScripts());
  }

  static AuditReport audit(Affix affix) {
    AuditReport report = affix.audit("local");
    if (!report.isClean()) {
      LOG.warn("missing {}, stray {}", report.missing(), report.stray());
    }
    return report;
  }
}
