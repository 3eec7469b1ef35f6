package dev.affix.examples.gallery;

import dev.affix.AttachmentView;
import java.net.URI;
import java.util.UUID;

/** What can be pressed; the script listens to the data attributes. */
final class Controls {
  private static final String ACCEPTED = "image/jpeg,image/png,image/gif,image/webp";

  private Controls() {}

  /** Upload or replace, and remove. */
  static Html photo(PersonView person) {
    boolean present = person.photo().isPresent();
    return Html.of(
        """
        <div class="controls scripted">
          {}
          {}
        </div>
        """,
        upload(
            "photo-" + person.id(),
            "/people/" + person.id() + "/photo",
            "PUT",
            present ? "Replace" : "Add photo",
            (present ? "Replace the photograph of " : "Add a photograph of ") + person.name(),
            Html.NONE,
            present ? "button" : "button strong"),
        present
            ? delete(
                "remove-photo-" + person.id(),
                "/people/" + person.id() + "/photo",
                "Remove the photograph of " + person.name(),
                Icon.BIN)
            : Html.NONE);
  }

  /** What the {@code @rails/activestorage} client takes over: its form, its attribute. */
  static Html directPhoto(PersonView person, URI endpoint) {
    return Html.of(
        """
        <form class="controls direct scripted" id="direct-photo" data-direct="/people/{}/photo/direct">
          <label class="button"><input class="unseen" type="file" name="photo" accept="{}" data-direct-upload-url="{}" aria-label="Choose a photograph of {} to upload directly" required><span>Choose a file</span></label>
          <button class="button">Upload directly</button>
        </form>
        <p class="credit scripted">“Upload directly” sends the file to the storage before the form, with the client of Rails’ Active Storage.</p>
        """,
        person.id(),
        ACCEPTED,
        endpoint,
        person.name());
  }

  static Html addToAlbum(PersonView person) {
    return Html.of(
        """
        <div class="controls scripted album-add" id="album-add" data-part data-drop="/people/{}/album" data-method="POST">
          {}
        </div>
        """,
        person.id(),
        upload(
            "album-file",
            "/people/" + person.id() + "/album",
            "POST",
            "Add pictures",
            "Add pictures to the album",
            new Html(" multiple"),
            "button strong"));
  }

  /** Earlier, later, remove. */
  static Html picture(PersonView person, AttachmentView picture) {
    UUID id = picture.id();
    return Html.of(
        """
        <div class="controls scripted">
          {}
          {}
          {}
        </div>
        """,
        move("earlier-" + id, "-1", "Move " + picture.filename() + " earlier", Icon.LEFT),
        move("later-" + id, "1", "Move " + picture.filename() + " later", Icon.RIGHT),
        delete(
            "remove-" + id,
            "/people/" + person.id() + "/album/" + id,
            "Remove " + picture.filename() + " from the album",
            Icon.BIN));
  }

  static Html removePerson(PersonView person) {
    return Html.of(
        """
        <button class="button quiet scripted" id="remove-person" data-delete="/people/{}" data-then="/" data-question="Remove {} with photograph and album?">Remove person</button>
        """,
        person.id(),
        person.name());
  }

  private static Html upload(
      String id, String target, String method, String text, String label, Html more, String style) {
    return Html.of(
        """
        <label class="{}"><input class="unseen" type="file" id="{}" accept="{}" data-upload="{}" data-method="{}" aria-label="{}"{}>{}</label>
        """,
        style,
        id,
        ACCEPTED,
        target,
        method,
        label,
        more,
        text);
  }

  private static Html delete(String id, String target, String label, Icon icon) {
    return Html.of(
        """
        <button class="button icon" id="{}" data-delete="{}" data-question="{}?" aria-label="{}" title="{}">{}</button>
        """,
        id,
        target,
        label,
        label,
        label,
        icon.markup());
  }

  private static Html move(String id, String by, String label, Icon icon) {
    return Html.of(
        """
        <button class="button icon" id="{}" data-move="{}" aria-label="{}" title="{}">{}</button>
        """,
        id,
        by,
        label,
        label,
        icon.markup());
  }
}
