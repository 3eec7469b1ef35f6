package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.AttachedFile;
import dev.affix.AttachedOne;
import dev.affix.AttachmentView;
import dev.affix.ResponsivePicture;
import dev.affix.StagedBlob;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Responsive sets come out of loaded rows alone. */
@ParameterizedClass
@MethodSource("databases")
class ResponsiveTest {
  private final TestDatabase.Kind kind;
  private Unit unit;

  ResponsiveTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind, 10, (b, u) -> b.imageProcessor(new Surveyor()), Exhibit.class);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void aListOfOwnersWithSetsAndPlaceholdersCostsTwoStatements() {
    for (int i = 0; i < 25; i++) {
      exhibit(e -> e.cover, "cover", "p" + i, 8 + i, 6);
    }
    int opened = unit.service.count(Operation.OPEN);
    List<ResponsivePicture> pictures = new ArrayList<>();
    unit.runInTransaction(em ->
        unit.counter.assertStatements(
            2,
            () -> {
              for (Exhibit e : em.createQuery("from Exhibit", Exhibit.class).getResultList()) {
                pictures.add(e.cover.picture("page").orElseThrow());
                assertThat(e.cover.srcset("page")).contains(pictures.getLast().srcset());
                assertThat(e.cover.placeholder()).isPresent();
                assertThat(e.cover.view().orElseThrow().pictures())
                    .containsOnlyKeys("page")
                    .containsValue(pictures.getLast());
              }
            }));
    assertThat(pictures).hasSize(25).doesNotHaveDuplicates();
    assertThat(unit.service.count(Operation.OPEN)).as("storage reads").isEqualTo(opened);
    assertThat(unit.rows("affix_variants")).as("nothing is made before it is fetched").isZero();
  }

  @Test
  void aSetHasNoWidthBeyondThePicturesOwn() {
    Long id = exhibit(e -> e.cover, "cover", "ann", 10, 5);
    unit.runInTransaction(em -> {
      AttachedFile file = em.find(Exhibit.class, id).cover.file().orElseThrow();
      ResponsivePicture picture = file.picture("page");
      assertThat(picture.srcset())
          .isEqualTo(
              "%s 4w, %s 6w, %s 10w",
              file.variant("page-4-jpeg").url().orElseThrow(),
              file.variant("page-6-jpeg").url().orElseThrow(),
              file.variant("page-16-jpeg").url().orElseThrow());
      assertThat(picture.sources())
          .singleElement()
          .satisfies(webp -> {
            assertThat(webp.type()).isEqualTo("image/webp");
            assertThat(webp.srcset()).endsWith(" 10w").contains(".webp 4w, ");
            assertThat(webp.sizes()).isEqualTo("(max-width: 600px) 100vw, 600px");
          });
      assertThat(picture.src())
          .isEqualTo(file.variant("page-16-jpeg").url().orElseThrow().toString());
      assertThat(picture.width()).isEqualTo(10);
      assertThat(picture.height()).isEqualTo(5);
      assertThat(picture.sizes()).isEqualTo("(max-width: 600px) 100vw, 600px");
      assertThat(picture.html("Ann & co"))
          .contains("width=\"10\" height=\"5\" alt=\"Ann &amp; co\">");
    });
  }

  @Test
  void heightFollowsTheProportions() {
    Long id = exhibit(e -> e.cover, "cover", "ann", 64, 48);
    unit.runInTransaction(em -> {
      ResponsivePicture picture = em.find(Exhibit.class, id).cover.picture("page").orElseThrow();
      assertThat(picture.srcset()).contains(" 4w, ", " 6w, ", " 16w, ").endsWith(" 32w");
      assertThat(picture.width()).isEqualTo(32);
      assertThat(picture.height()).isEqualTo(24);
    });
    Long other = exhibit(e -> e.cover, "cover", "ben", 50, 34);
    unit.runInTransaction(em ->
        assertThat(em.find(Exhibit.class, other).cover.picture("page").orElseThrow().height())
            .as("21.76")
            .isEqualTo(22));
  }

  @Test
  void aPictureThatIsOnlyALineIsAPixelHigh() {
    Long id = exhibit(e -> e.cover, "cover", "ann", 200, 1);
    unit.runInTransaction(em -> {
      ResponsivePicture picture = em.find(Exhibit.class, id).cover.picture("page").orElseThrow();
      assertThat(picture.width()).isEqualTo(32);
      assertThat(picture.height()).isEqualTo(1);
    });
  }

  @Test
  void ofAPictureThatNobodyLookedAtAllWidthsAreOffered() {
    Long id = exhibit(e -> e.receipt, "receipt", "ann", 10, 5);
    unit.runInTransaction(em -> {
      AttachedFile file = em.find(Exhibit.class, id).receipt.file().orElseThrow();
      ResponsivePicture picture = file.picture("page");
      assertThat(picture.sources()).as("in its own format only").isEmpty();
      assertThat(picture.srcset()).contains(".png 4w, ").endsWith(".png 16w");
      assertThat(picture.width()).isNull();
      assertThat(picture.height()).isNull();
      AttachmentView view = file.view();
      assertThat(view.variants()).containsOnlyKeys("icon");
      assertThat(view.pictures()).containsOnlyKeys("page");
    });
  }

  @Test
  void whereNothingIsAttachedThereIsNone() {
    Long id =
        unit.inTransaction(
                em -> {
                  var exhibit = new Exhibit();
                  em.persist(exhibit);
                  return exhibit;
                })
            .id();
    unit.runInTransaction(em -> {
      Exhibit exhibit = em.find(Exhibit.class, id);
      assertThat(exhibit.cover.picture("page")).isEmpty();
      assertThat(exhibit.cover.srcset("page")).isEmpty();
      assertThat(exhibit.cover.placeholder()).isEmpty();
    });
  }

  @Test
  void aSetThatNobodyDeclaredIsAMistake() {
    Long id = exhibit(e -> e.cover, "cover", "ann", 8, 8);
    unit.runInTransaction(em ->
        assertThatIllegalArgumentException()
            .isThrownBy(() -> em.find(Exhibit.class, id).cover.picture("banner"))
            .withMessage("Exhibit.cover has no responsive set \"banner\"; declared are [page]"));
  }

  private Long exhibit(
      Function<Exhibit, AttachedOne> handle, String name, String file, int width, int height) {
    StagedBlob staged = unit.affix().stage(Pictures.png(file, width, height), Exhibit.class, name);
    return unit.inTransaction(
            em -> {
              var exhibit = new Exhibit();
              em.persist(exhibit);
              handle.apply(exhibit).attach(staged);
              return exhibit;
            })
        .id();
  }
}
