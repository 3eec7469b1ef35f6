package dev.affix.internal.serving;

import dev.affix.serving.FileRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request, RFC 9110 section 13. Files have an entity tag and no date: {@code
 * If-Modified-Since} and {@code If-Unmodified-Since} are ignored, and a date in {@code If-Range}
 * never holds.
 */
record Conditions(
    @Nullable String ifMatch, @Nullable String ifNoneMatch, @Nullable String ifRange) {
  private static final Pattern TAG = Pattern.compile("\\G[\\s,]*+(?<tag>(?:W/)?+\"[^\"]*+\")");

  enum Verdict {
    GO_ON,
    NOT_MODIFIED,
    FAILED
  }

  static Conditions of(FileRequest request) {
    return new Conditions(
        request.header("If-Match").orElse(null),
        request.header("If-None-Match").orElse(null),
        request.header("If-Range").orElse(null));
  }

  /** Whether the file's tag is needed before it is opened. */
  boolean areThere() {
    return ifMatch != null || ifNoneMatch != null || ifRange != null;
  }

  Verdict judge(String tag) {
    if (ifMatch != null && !lists(ifMatch, tag)) {
      return Verdict.FAILED;
    }
    if (ifNoneMatch != null && (lists(ifNoneMatch, tag) || lists(ifNoneMatch, "W/" + tag))) {
      return Verdict.NOT_MODIFIED;
    }
    return Verdict.GO_ON;
  }

  /** Whether a range may be given of the file that has this tag. */
  boolean allowRange(String tag) {
    return ifRange == null || ifRange.strip().equals(tag);
  }

  private static boolean lists(String header, String tag) {
    if (header.strip().equals("*")) {
      return true;
    }
    Matcher matcher = TAG.matcher(header);
    while (matcher.find()) {
      if (matcher.group("tag").equals(tag)) {
        return true;
      }
    }
    return false;
  }
}
