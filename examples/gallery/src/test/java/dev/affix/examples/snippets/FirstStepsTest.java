package dev.affix.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.Affix;
import dev.affix.AttachedFile;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.UploadRejectedException;
import dev.affix.disk.DiskService;
import dev.affix.testkit.StatementCounter;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of getting-started.md do what the page says they do. */
class FirstStepsTest {
  private final TestDatabase database = TestDatabase.h2();
  private final StatementCounter counter = StatementCounter.over(database.dataSource());
  private final EntityManagerFactory factory = Setup.factory(counter.dataSource(), "update");
  private final Watching.Journal journal = new Watching.Journal();

  @SuppressWarnings("NullAway.Init") // injected
  @TempDir
  Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Affix affix;

  @BeforeEach
  void open() {
    affix =
        Setup.urls(
                Watching.register(Affix.builder(), journal),
                "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
            .service("local", DiskService.at(folder.resolve("files")))
            .createTables()
            .build(factory);
  }

  @AfterEach
  void close() {
    affix.close();
    factory.close();
    database.close();
  }

  @Test
  void aStagedFileIsAttachedAndShownInAList() throws IOException {
    Long id = newPseud();
    Attaching.stageAndAttach(affix, factory, new ByteArrayInputStream(png()), "me.png", id);

    List<URI> shown =
        factory.callInTransaction(em -> {
          List<URI> urls = new java.util.ArrayList<>();
          counter.assertStatements(2, () -> urls.addAll(Reading.list(em)));
          return urls;
        });
    assertThat(shown).singleElement().asString().startsWith("https://cdn.example.org/files/");
    assertThat(journal.lines).containsExactly("Attached me.png");
  }

  @Test
  void theShortFormStoresWhatANewOwnerWasGiven() throws IOException {
    Path file = picture("a.png");
    Long id = factory.callInTransaction(em -> Attaching.shortForm(em, file)).id;
    assertThat(affix.find(Pseud.class, List.of(Objects.requireNonNull(id)), "icon").get(id))
        .singleElement()
        .satisfies(view -> assertThat(view.variants()).containsOnlyKeys("standard"));
  }

  @Test
  void aSharedFileOutlivesOneOwner() throws IOException {
    Path file = picture("a.png");
    factory.runInTransaction(em -> {
      Pseud first = Attaching.shortForm(em, file);
      Pseud second = new Pseud();
      em.persist(second);
      Attaching.change(first, second);
      assertThat(first.icon().isAttached()).isFalse();
      assertThat(second.icon().isAttached()).isFalse();
    });
    assertThat(journal.lines).contains("Attached a.png", "Detached a.png", "Purged a.png");
  }

  @Test
  void picturesAreAppendedReorderedAndPurged() throws IOException {
    Long id = newPseud();
    Attaching.many(affix, factory, picture("1.png"), picture("2.png"), id);
    factory.runInTransaction(em -> {
      Pseud pseud = em.find(Pseud.class, id);
      assertThat(pseud.pictures().files())
          .extracting(AttachedFile::filename)
          .containsExactly("2.png");
      assertThat(Reading.view(pseud)).isPresent();
      assertThat(Reading.query(em)).containsExactly("2.png");
      assertThat(Reading.elsewhere(affix, List.of(pseud), List.of(id)).get(id)).isEmpty();
    });
    assertThat(Watching.audit(affix).isClean()).isTrue();
  }

  @Test
  void theInspectorRefusesScripts() {
    Upload script = Upload.of("alert(1)".getBytes(StandardCharsets.UTF_8), "a.js");
    assertThatThrownBy(() -> affix.stage(script))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessage("\"a.js\" is a script");
  }

  @Test
  void aSoftDeletedLetterLosesItsScanSinceItSaysSo() throws IOException {
    StagedBlob staged = affix.stage(Upload.of(png(), "scan.png"));
    Letter letter = new Letter();
    letter.scan.attach(staged);
    factory.runInTransaction(em -> em.persist(letter));
    factory.runInTransaction(em -> em.remove(em.find(Letter.class, letter.id)));
    assertThat(journal.lines).containsExactly("Attached scan.png", "Purged scan.png");
  }

  @Test
  void aViewIsSerializedWhole() throws IOException, ClassNotFoundException {
    Path file = picture("a.png");
    var view =
        factory.callInTransaction(em -> Attaching.shortForm(em, file).icon().view()).orElseThrow();
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(view);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(view);
    }
  }

  private Long newPseud() {
    return factory.callInTransaction(em -> {
      Pseud pseud = new Pseud();
      em.persist(pseud);
      return Objects.requireNonNull(pseud.id);
    });
  }

  private Path picture(String name) throws IOException {
    return Files.write(folder.resolve(name), png());
  }

  private static byte[] png() throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }
}
