package dev.affix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.ResponsivePicture.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsivePictureTest {

  @Test
  void itsElementHasTheBestFormatFirstAndTheLastInTheImage() {
    var picture =
        new ResponsivePicture(
            List.of(new Source("image/webp", "/a.webp 320w, /b.webp 640w", "100vw")),
            "/b.jpg",
            "/a.jpg 320w, /b.jpg 640w",
            "100vw",
            640,
            480);
    assertThat(picture.html("A cat"))
        .isEqualTo(
            "<picture><source type=\"image/webp\" srcset=\"/a.webp 320w, /b.webp 640w\""
                + " sizes=\"100vw\"><img src=\"/b.jpg\" srcset=\"/a.jpg 320w, /b.jpg 640w\""
                + " sizes=\"100vw\" width=\"640\" height=\"480\" alt=\"A cat\"></picture>");
  }

  @Test
  void nothingInItEndsAnAttribute() {
    var picture =
        new ResponsivePicture(
            List.of(), "/a?x&y", "/a?x&y 1w", "(width < 600px) 1px, \"2px\"", null, null);
    assertThat(picture.html("\"><script>alert('1')</script>"))
        .isEqualTo(
            "<picture><img src=\"/a?x&amp;y\" srcset=\"/a?x&amp;y 1w\""
                + " sizes=\"(width &lt; 600px) 1px, &quot;2px&quot;\""
                + " alt=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\"></picture>");
  }
}
