package dev.affix.examples.gallery;

import dev.affix.AttachmentView;
import dev.affix.ResponsivePicture;
import dev.affix.image.Placeholder;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;

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
        .map(photo -> tinted(photo, image(thumb(photo), "Photograph of " + person.name(), "lazy")))
        .orElseGet(() -> initial(person));
  }

  Html photoLarge(PersonView person) {
    return person
        .photo()
        .map(photo -> tinted(photo, portrait(photo, "Photograph of " + person.name())))
        .orElseGet(() -> initial(person));
  }

  Html albumThumb(AttachmentView picture) {
    return tinted(picture, image(thumb(picture), picture.filename(), "lazy"));
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

  /** As wide as the browser needs it. */
  private Html portrait(AttachmentView photo, String alt) {
    ResponsivePicture portrait = photo.pictures().get("portrait");
    if (!thumbnails || portrait == null || portrait.width() == null) {
      return image(large(photo), alt, "eager");
    }
    return Html.of(
        "<img src=\"{}\" srcset=\"{}\" sizes=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\""
            + " loading=\"eager\" decoding=\"async\">",
        portrait.src(),
        portrait.srcset(),
        portrait.sizes(),
        portrait.width(),
        Objects.requireNonNull(portrait.height()),
        alt);
  }

  /** Its colour shows until it has come; as a drawing, which needs no style in the page. */
  private static Html tinted(AttachmentView picture, Html image) {
    Placeholder placeholder = picture.placeholder();
    return placeholder == null || placeholder.colour() == null
        ? image
        : Html.of(
            "<svg class=\"tint\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\""
                + " fill=\"{}\"/></svg>{}",
            placeholder.colour(), image);
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
