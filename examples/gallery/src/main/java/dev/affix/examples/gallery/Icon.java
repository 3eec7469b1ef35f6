package dev.affix.examples.gallery;

/** Drawings on buttons. */
enum Icon {
  BIN("M4 7h16M9 7V4.5h6V7M6.5 7l.8 12.5h9.4L17.5 7M10 10.5v5.5M14 10.5v5.5"),
  LEFT("M14.5 5.5 8 12l6.5 6.5"),
  RIGHT("M9.5 5.5 16 12l-6.5 6.5");

  private final String path;

  Icon(String path) {
    this.path = path;
  }

  Html markup() {
    return Html.of(
        "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\"><path d=\"{}\"/></svg>",
        path);
  }
}
