package dev.affix.examples.snippets;

import static dev.affix.Visibility.PUBLIC;
import static dev.affix.image.ImageFormat.JPEG;
import static dev.affix.image.ImageFormat.WEBP;

import dev.affix.AttachedOne;
import dev.affix.HasOneAttached;
import dev.affix.Responsive;
import dev.affix.image.Analysis;
import dev.affix.validation.ImageDimensions;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import org.jspecify.annotations.Nullable;

@Entity
class Story {
  @Id @GeneratedValue @Nullable Long id;

  // docs:begin responsive
  @HasOneAttached(
      visibility = PUBLIC,
      responsive =
          @Responsive(
              name = "cover",
              widths = {320, 640, 1280},
              formats = {WEBP, JPEG},
              sizes = "(max-width: 600px) 100vw, 600px"),
      analyze = Analysis.PLACEHOLDER)
  @ImageDimensions(minWidth = 200, minHeight = 200, maxPixels = 50_000_000)
  @Transient
  private final AttachedOne cover = AttachedOne.of(this);

  // docs:end responsive

  AttachedOne cover() {
    return cover;
  }
}
