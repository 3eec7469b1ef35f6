package dev.affix;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code <picture>} in HTML needs, as plain text: template engines escape it, and whoever
 * writes HTML by hand has {@link #html}. Serializes to JSON as it stands.
 *
 * @param sources formats other than the last, best first
 * @param src URL of the widest in the last format
 * @param srcset all widths in the last format
 * @param sizes how wide the picture is shown, as declared
 * @param width of what {@code src} leads to, in pixels; null if the picture's size is not known
 * @param height of what {@code src} leads to, in pixels; null if the picture's size is not known
 */
public record ResponsivePicture(
    List<Source> sources,
    String src,
    String srcset,
    String sizes,
    @Nullable Integer width,
    @Nullable Integer height)
    implements Serializable {

  public ResponsivePicture {
    sources = List.copyOf(sources);
  }

  /**
   * One format.
   *
   * @param type media type
   * @param srcset all widths
   * @param sizes as of the picture
   */
  public record Source(String type, String srcset, String sizes) implements Serializable {}

  /**
   * A whole {@code <picture>} element, escaped.
   *
   * @param alt what the picture shows, as plain text
   */
  public String html(String alt) {
    var html = new StringBuilder("<picture>");
    for (Source source : sources) {
      html.append("<source");
      attribute(html, "type", source.type());
      attribute(html, "srcset", source.srcset());
      attribute(html, "sizes", source.sizes());
      html.append('>');
    }
    html.append("<img");
    attribute(html, "src", src);
    attribute(html, "srcset", srcset);
    attribute(html, "sizes", sizes);
    if (width != null && height != null) {
      attribute(html, "width", width.toString());
      attribute(html, "height", height.toString());
    }
    attribute(html, "alt", alt);
    return html.append("></picture>").toString();
  }

  private static void attribute(StringBuilder html, String name, String value) {
    html.append(' ').append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    html.append('"');
  }
}
