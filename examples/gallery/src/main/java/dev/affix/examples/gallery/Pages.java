package dev.affix.examples.gallery;

import dev.affix.testkit.Statements;
import java.net.URI;
import java.util.List;

/** The pages, as the browser gets them; they are whole without any script. */
final class Pages {
  private final Pictures pictures;
  private final boolean thumbnails;
  private final boolean uploader;

  /**
   * What is particular to a page.
   *
   * @param title as the browser's tab shows it
   */
  record Content(String title, Html main) {}

  /**
   * @param uploader whether the client for direct uploads is there
   */
  Pages(Credits credits, boolean thumbnails, boolean uploader) {
    this.pictures = new Pictures(credits, thumbnails);
    this.thumbnails = thumbnails;
    this.uploader = uploader;
  }

  Content list(List<PersonView> people) {
    Html cards =
        people.isEmpty()
            ? Html.of(
                """
                <p class="empty" id="nobody" data-part>Nobody is here yet. Add the first person above.</p>
                """)
            : Html.of(
                """
                <ul class="cards" id="people" data-parts>
                {}</ul>
                """,
                people.stream().map(this::card).toList());
    return new Content(
        "People",
        Html.of(
            """
            <div class="head">
              <div>
                <h1>People</h1>
                <p class="lead" id="lead" data-part>{}</p>
              </div>
              <form class="add scripted" data-add="/people">
                <label for="name" class="unseen">Name of a new person</label>
                <input id="name" name="name" required maxlength="80" autocomplete="off" placeholder="Name of a new person">
                <button class="button strong">Add</button>
              </form>
            </div>
            {}
            """,
            lead(people),
            Html.of("<div id=\"everybody\" data-part=\"{}\">{}</div>", people.isEmpty(), cards)));
  }

  private static String lead(List<PersonView> people) {
    long bare = people.stream().filter(person -> person.photo().isEmpty()).count();
    if (people.isEmpty()) {
      return "A photograph for each, and an album.";
    }
    if (bare == people.size()) {
      return "Nobody has a photograph yet: choose somebody and upload the first.";
    }
    String who = people.size() == 1 ? "One person" : people.size() + " people";
    return switch ((int) bare) {
      case 0 -> who + ", everybody with a photograph.";
      case 1 -> who + ". One still waits for a photograph.";
      default -> who + ". " + bare + " still wait for a photograph.";
    };
  }

  private Html card(PersonView person) {
    return Html.of(
        """
        <li class="card" id="person-{}" data-part data-drop="/people/{}/photo" data-method="PUT">
          <a class="frame tone-{}" href="/people/{}">{}</a>
          <div class="about"><h2><a href="/people/{}">{}</a></h2>{}</div>
          {}
        </li>
        """,
        person.id(),
        person.id(),
        person.id() % 6,
        person.id(),
        pictures.photoThumb(person),
        person.id(),
        person.name(),
        person.photo().map(pictures::credit),
        Controls.photo(person));
  }

  /**
   * @param directUploads where an upload of a photograph begins
   */
  Content person(PersonView person, URI directUploads) {
    return new Content(
        person.name(),
        Html.of(
            """
            <nav class="trail"><a href="/">People</a> <span aria-hidden="true">/</span> {}</nav>
            <div class="person">
              <section class="portrait" id="portrait" data-part data-drop="/people/{}/photo" data-method="PUT">
                <div class="frame wide tone-{}">{}</div>
                {}
                {}
                {}
              </section>
              <section class="side">
                <div class="head">
                  <h1>{}</h1>
                  {}
                </div>
                <h2 id="album-title">Album</h2>
                <div id="album-box" data-part="{}">{}</div>
                {}
              </section>
            </div>
            """,
            person.name(),
            person.id(),
            person.id() % 6,
            pictures.photoLarge(person),
            person.photo().map(pictures::credit),
            Controls.photo(person),
            uploader ? Controls.directPhoto(person, directUploads) : Html.NONE,
            person.name(),
            Controls.removePerson(person),
            person.album().isEmpty(),
            album(person),
            Controls.addToAlbum(person)));
  }

  private Html album(PersonView person) {
    if (person.album().isEmpty()) {
      return Html.of("<p class=\"empty\">No pictures in the album yet.</p>");
    }
    return Html.of(
        """
        <ol class="album" id="album" data-parts data-order="/people/{}/album" aria-labelledby="album-title">
        {}</ol>
        """,
        person.id(),
        person.album().stream()
            .map(picture ->
                Html.of(
                    """
                    <li class="picture" id="picture-{}" data-part data-picture="{}">
                      <a class="frame" href="{}">{}</a>
                      {}
                      {}
                    </li>
                    """,
                    picture.id(),
                    picture.id(),
                    pictures.large(picture),
                    pictures.albumThumb(picture),
                    pictures.credit(picture),
                    Controls.picture(person, picture)))
            .toList());
  }

  Html problem(Problem problem) {
    Content content =
        new Content(
            "Not here",
            Html.of(
                """
                <div class="head"><h1>{}</h1></div>
                <p class="lead">{}.</p>
                <p><a class="button" href="/">Back to the people</a></p>
                """,
                problem.status() == 404 ? "Not here" : "That did not work",
                problem.message()));
    return whole(content, new Statements(List.of()));
  }

  /** The page with everything around it, and what it cost. */
  Html whole(Content content, Statements cost) {
    return Layout.page(content, cost, thumbnails, uploader);
  }
}
