package dev.affix.examples.gallery;

import java.util.Optional;

/**
 * Markup that is safe to send: what was put into it is escaped unless it was markup itself.
 *
 * @param markup as sent
 */
record Html(String markup) {
  static final Html NONE = new Html("");

  /**
   * Puts values where the template has {@code {}}, one after the other. A value may be {@link
   * Html}, an {@link Iterable} or {@link Optional} of values, or anything else for its text.
   *
   * @param template from the source code, never from a user; attributes in double quotes
   */
  static Html of(String template, Object... values) {
    var markup = new StringBuilder();
    int from = 0;
    for (Object value : values) {
      int hole = template.indexOf("{}", from);
      if (hole < 0) {
        throw new IllegalArgumentException(
            values.length + " values are too many for the template \"" + template + "\"");
      }
      markup.append(template, from, hole);
      append(markup, value);
      from = hole + 2;
    }
    if (template.indexOf("{}", from) >= 0) {
      throw new IllegalArgumentException(
          values.length + " values are too few for the template \"" + template + "\"");
    }
    return new Html(markup.append(template, from, template.length()).toString());
  }

  private static void append(StringBuilder markup, Object value) {
    switch (value) {
      case Html html -> markup.append(html.markup);
      case Iterable<?> many -> many.forEach(one -> append(markup, one));
      case Optional<?> perhaps -> perhaps.ifPresent(one -> append(markup, one));
      default -> markup.append(escaped(value.toString()));
    }
  }

  /** For element content and attributes in quotes. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return markup;
  }
}
