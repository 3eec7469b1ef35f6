package dev.affix.internal.serving;

import dev.affix.storage.ByteRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} header asks for, RFC 9110 section 14. A header that is malformed, of another
 * unit or names several ranges asks for the whole, which that RFC allows: it costs the same
 * whatever was written.
 */
sealed interface RangeSpec {
  Whole WHOLE = new Whole();

  record Whole() implements RangeSpec {}

  /** From a byte on, perhaps up to one. */
  record Span(ByteRange range) implements RangeSpec {}

  /** The last so many bytes. */
  record Suffix(long length) implements RangeSpec {}

  static RangeSpec parse(@Nullable String header) {
    Matcher matcher = header == null ? null : Syntax.RANGE.matcher(header);
    if (matcher == null || !matcher.matches()) {
      return WHOLE;
    }
    String first = matcher.group("first");
    String last = matcher.group("last");
    if (first.isEmpty()) {
      return last.isEmpty() ? WHOLE : new Suffix(Syntax.number(last));
    }
    long from = Syntax.number(first);
    if (last.isEmpty()) {
      return new Span(ByteRange.from(from));
    }
    long to = Syntax.number(last);
    return to < from ? WHOLE : new Span(ByteRange.of(from, to));
  }

  /** The parsing's own. */
  final class Syntax {
    private static final Pattern RANGE =
        Pattern.compile(
            "\\s*bytes\\s*=\\s*(?<first>\\d{0,30})-(?<last>\\d{0,30})\\s*",
            Pattern.CASE_INSENSITIVE);

    private Syntax() {}

    /** No file is longer than a long can say. */
    private static long number(String digits) {
      return new java.math.BigInteger(digits)
          .min(java.math.BigInteger.valueOf(Long.MAX_VALUE))
          .longValueExact();
    }
  }
}
