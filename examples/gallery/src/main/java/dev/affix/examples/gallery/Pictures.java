package dev.affix.examples.gallery;

import dev.affix.AttachmentView;
import java.net.URI;
import java.util.Locale;

/** Pictures in a page. */
final class Pictures {
  private final Credits credits;
  private final boolean thumbnails;

  /**
   * @param thumbnails whether there are any; otherwise the originals are shown
   */
  Pictures(Credits credits, boolean thumbnails) {
    this.credits = credits;
    this.thumbnails = thumbnails;
  }

  /** The person's photograph, small; the first letter of the name where there is none. */
  Html photoThumb(PersonView person) {
    return person
        .photo()
        .map(photo -> image(thumb(photo), "Photograph of " + person.name(), "lazy"))
        .orElseGet(() -> initial(person));
  }

  Html photoLarge(PersonView person) {
    return person
        .photo()
        .map(photo -> image(large(photo), "Photograph of " + person.name(), "eager"))
        .orElseGet(() -> initial(person));
  }

  Html albumThumb(AttachmentView picture) {
    return image(thumb(picture), picture.filename(), "lazy");
  }

  URI large(AttachmentView picture) {
    return variant(picture, "large");
  }

  Html credit(AttachmentView picture) {
    return credits
        .of(picture.filename())
        .map(credit ->
            Html.of(
                "<p class=\"credit\">Photo: {}, {}</p>",
                credit.author(),
                credit
                    .licenceUrl()
                    .map(url ->
                        Html.of("<a href=\"{}\" rel=\"license\">{}</a>", url, credit.licence()))
                    .orElseGet(() -> Html.of("{}", credit.licence()))))
        .orElse(Html.NONE);
  }

  private URI thumb(AttachmentView picture) {
    return variant(picture, "thumb");
  }

  private URI variant(AttachmentView picture, String name) {
    return thumbnails ? picture.variants().getOrDefault(name, picture.url()) : picture.url();
  }

  private static Html image(URI source, String alt, String loading) {
    return Html.of(
        "<img src=\"{}\" alt=\"{}\" loading=\"{}\" decoding=\"async\">", source, alt, loading);
  }

  private static Html initial(PersonView person) {
    String first = new String(Character.toChars(person.name().codePointAt(0)));
    return Html.of(
        "<span class=\"initial\" role=\"img\" aria-label=\"{} has no photograph yet\">{}</span>",
        person.name(),
        first.toUpperCase(Locale.ROOT));
  }
}
