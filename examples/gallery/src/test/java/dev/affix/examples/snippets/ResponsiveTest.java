package dev.affix.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.affix.Affix;
import dev.affix.ResponsivePicture;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.UploadRejectedException;
import dev.affix.image.Colour;
import dev.affix.image.ImageProperties;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import dev.affix.vips.VipsImageProcessor;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real pictures: what a responsive set says of its files is what a browser gets. */
class ResponsiveTest {
  private final TestDatabase database = TestDatabase.h2();
  private final VipsImageProcessor vips = VipsImageProcessor.create();
  private final EntityManagerFactory factory =
      new PersistenceConfiguration("stories")
          .managedClass(Story.class)
          .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
          .property("hibernate.hbm2ddl.auto", "update")
          .createEntityManagerFactory();

  @SuppressWarnings("NullAway.Init") // before each test
  private Affix affix;

  @BeforeEach
  void open() {
    affix =
        Setup.urls(Affix.builder(), "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
            .service("memory", new MemoryService())
            .imageProcessor(vips)
            .createTables()
            .build(factory);
  }

  @AfterEach
  void close() {
    affix.close();
    factory.close();
    vips.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2000, 1500, 3",
    "1281, 500, 3",
    "1279, 1001, 3",
    "1000, 333, 3",
    "320, 4000, 1",
    "250, 201, 1"
  })
  void everyWidthIsTrueInEveryFormat(int width, int height, int widths) throws IOException {
    Long id = story(jpeg(width, height));
    ResponsivePicture picture =
        factory.callInTransaction(
            em -> em.find(Story.class, id).cover().picture("cover").orElseThrow());
    assertThat(check(picture.srcset(), "image/jpeg")).hasSize(widths);
    for (ResponsivePicture.Source source : picture.sources()) {
      assertThat(check(source.srcset(), "image/webp")).hasSize(widths);
    }
    ImageProperties widest = measured(get(picture.src(), "image/jpeg"));
    assertThat(widest)
        .isEqualTo(
            new ImageProperties(
                Objects.requireNonNull(picture.width()),
                Objects.requireNonNull(picture.height()),
                1,
                false));
    assertThat(picture.width()).isEqualTo(Math.min(width, 1280));
  }

  @Test
  void thePageShowsItBeforeItHasCome() throws IOException {
    Long id = story(jpeg(800, 600));
    String page = factory.callInTransaction(em -> Reading.cover(em.find(Story.class, id)));
    assertThat(page).startsWith("<picture><source type=\"image/webp\"");
    Colour shown = Colour.of(page.substring(page.length() - 7));
    assertThat(shown.red()).isCloseTo(0xc8, within(3));
    assertThat(shown.green()).isCloseTo(0x3c, within(3));
    assertThat(shown.blue()).isCloseTo(0x28, within(3));
  }

  @Test
  void aPictureThatIsTooSmallIsRefused() throws IOException {
    byte[] small = jpeg(199, 800);
    assertThatThrownBy(() -> affix.stage(Upload.of(small, "small.jpg"), Story.class, "cover"))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("\"small.jpg\" has 199x800 pixels; accepted are at least 200");
  }

  private Long story(byte[] cover) {
    StagedBlob staged = affix.stage(Upload.of(cover, "cover.jpg"), Story.class, "cover");
    return factory.callInTransaction(em -> {
      var story = new Story();
      em.persist(story);
      story.cover().attach(staged);
      return Objects.requireNonNull(story.id);
    });
  }

  /** Fetches each and looks how wide it is. */
  private List<Integer> check(String srcset, String type) throws IOException {
    List<Integer> widths = new ArrayList<>();
    for (String candidate : srcset.split(", ", -1)) {
      String[] parts = candidate.split(" ", -1);
      int width = Integer.parseInt(parts[1].substring(0, parts[1].length() - 1));
      assertThat(measured(get(parts[0], type)).width()).as(candidate).isEqualTo(width);
      widths.add(width);
    }
    assertThat(widths).isSorted().doesNotHaveDuplicates();
    return widths;
  }

  private ImageProperties measured(byte[] file) {
    return vips.analyze(() -> new ByteArrayInputStream(file));
  }

  private byte[] get(String url, String type) throws IOException {
    String path = URI.create(url).getRawPath();
    String below = path.substring(path.indexOf("/files/") + "/files".length());
    try (FileResponse response = affix.handler().handle(FileRequest.of("GET", below))) {
      assertThat(response.status()).as(url).isEqualTo(200);
      assertThat(response.headers()).containsEntry("Content-Type", type);
      var out = new ByteArrayOutputStream();
      response.writeTo(out);
      return out.toByteArray();
    }
  }

  /** Mostly of one colour. */
  private static byte[] jpeg(int width, int height) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(0xc83c28));
    pen.fillRect(0, 0, width, height);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width / 4, height / 4);
    pen.dispose();
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);
    return out.toByteArray();
  }
}
