package dev.affix.vips;

/** How a library came to be the one that is used. */
enum Origin {
  NAMED("as it was named"),
  NATIVES("from affix-image-vips-natives on the class path"),
  SYSTEM("of the system");

  final String words;

  Origin(String words) {
    this.words = words;
  }
}
