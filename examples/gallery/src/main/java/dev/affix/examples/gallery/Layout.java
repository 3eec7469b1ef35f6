package dev.affix.examples.gallery;

import dev.affix.testkit.Statements;

/** What all pages have around them. */
final class Layout {
  /** Where the script of the client for direct uploads is. */
  static final String UPLOADER = "/activestorage.js";

  private Layout() {}

  static Html page(Pages.Content content, Statements cost, boolean thumbnails, boolean uploader) {
    return Html.of(
        """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{} · Affix gallery</title>
          <link rel="icon" href="/icon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/app.css">
          {}<script src="/app.js" defer></script>
        </head>
        <body>
          <header class="top">
            <a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28"> Affix <span>gallery</span></a>
          </header>
          <main>
            <noscript><p class="notice">Looking works without JavaScript; uploading and removing need it.</p></noscript>
            {}
            {}
          </main>
          <footer id="cost" data-part>
            {}
          </footer>
          <div class="notes" id="notes" role="status" aria-live="polite"></div>
          <dialog id="ask" aria-labelledby="question">
            <form method="dialog">
              <p id="question"></p>
              <div class="controls"><button class="button" value="no">Keep</button><button class="button danger" value="yes">Remove</button></div>
            </form>
          </dialog>
        </body>
        </html>
        """,
        content.title(),
        uploader ? Html.of("<script src=\"{}\" defer></script>\n  ", UPLOADER) : Html.NONE,
        thumbnails ? Html.NONE : withoutThumbnails(),
        content.main(),
        cost(cost));
  }

  private static Html withoutThumbnails() {
    return Html.of(
        """
        <p class="notice">Thumbnails are off, because libvips was not found: you see the originals. The terminal says how to get it.</p>
        """);
  }

  private static Html cost(Statements cost) {
    if (cost.count() == 0) {
      return Html.of("<p>This page cost <strong>no</strong> SQL statement.</p>");
    }
    return Html.of(
        """
        <details>
          <summary>This page cost <strong id="statements">{}</strong> SQL statement{}</summary>
          <ol>{}</ol>
        </details>
        """,
        cost.count(),
        cost.count() == 1 ? "" : "s",
        cost.sql().stream().map(sql -> Html.of("<li><code>{}</code></li>", sql)).toList());
  }
}
