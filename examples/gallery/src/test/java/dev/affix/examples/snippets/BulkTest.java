package dev.affix.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Affix;
import dev.affix.Upload;
import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.lifecycle.AnalyzeReport;
import dev.affix.model.Blob;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import dev.affix.vips.VipsImageProcessor;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real pictures, some of them damaged or hostile, that nobody looked at when they came. */
class BulkTest {
  private final TestDatabase database = TestDatabase.h2();
  private final MemoryService memory = new MemoryService();
  private final ImageProcessor vips = VipsImageProcessor.isolated().processes(1).build();
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
            .service("memory", memory)
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

  @Test
  void picturesAreLookedAtLaterWhateverStandsBetween() throws IOException {
    byte[] jpeg = picture("jpeg");
    Long whole = story(jpeg);
    Long cut = story(jpeg);
    Long bomb = story(picture("png"));
    Long noPicture = story(jpeg);
    Long gone = story(jpeg);
    Long last = story(jpeg);
    replace(cut, Arrays.copyOf(jpeg, jpeg.length / 2));
    replace(bomb, claiming(picture("png"), 60_000));
    replace(noPicture, "GIF89a, but no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    memory.delete(key(gone));
    forget();

    AnalyzeReport report = Bulk.analyze(affix);
    assertThat(report.analyzed()).as(report.text()).isEqualTo(2);
    assertThat(report.failed()).isEqualTo(3);
    assertThat(report.skipped()).isOne();
    assertThat(report.finished()).isTrue();
    for (Long id : List.of(whole, last)) {
      assertThat(blob(id).image()).contains(new ImageProperties(400, 300, 1, false));
      assertThat(blob(id).placeholder())
          .hasValueSatisfying(p -> assertThat(p.colour()).startsWith("#c"));
    }
    assertThat(blob(cut).image()).as("its header is whole").isPresent();
    for (Long id : List.of(cut, bomb, noPicture, gone)) {
      assertThat(blob(id).placeholder()).isEmpty();
    }

    AnalyzeReport again = Bulk.analyze(affix);
    assertThat(again.analyzed()).isZero();
    assertThat(again.alreadyKnown()).isEqualTo(2);
  }

  private Long story(byte[] cover) {
    var staged = affix.stage(Upload.of(cover, "cover"), Story.class, "cover");
    return factory.callInTransaction(em -> {
      var story = new Story();
      em.persist(story);
      story.cover().attach(staged);
      return Objects.requireNonNull(story.id);
    });
  }

  private Blob blob(Long id) {
    return factory.callInTransaction(em -> em.find(Story.class, id).cover().blob());
  }

  private StorageKey key(Long id) {
    return StorageKey.of(blob(id).file().storageKey());
  }

  private void replace(Long id, byte[] bytes) throws IOException {
    memory.put(
        PutRequest.of(key(id), blob(id).contentType()).replacing(),
        new ByteArrayInputStream(bytes));
  }

  /** As if all were attached before the attachment asked for anything. */
  private void forget() {
    factory.runInTransaction(em ->
        em.createNativeQuery(
                "update affix_blobs set width = null, height = null, frames = null,"
                    + " has_alpha = null, colour = null, thumb_hash = null")
            .executeUpdate());
  }

  /** A PNG whose header speaks of another size. */
  private static byte[] claiming(byte[] png, int side) {
    ByteBuffer.wrap(png).putInt(16, side).putInt(20, side);
    var sum = new CRC32();
    sum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
    return png;
  }

  private static byte[] picture(String format) throws IOException {
    var image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 400; x++) {
        image.setRGB(x, y, new Color(0xc8, 0x3c, x * y % 40).getRGB());
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }
}
