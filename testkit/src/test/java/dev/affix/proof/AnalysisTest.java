package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.AttachedFile;
import dev.affix.AttachmentView;
import dev.affix.DirectUploadLimits;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageProperties;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Placeholder;
import dev.affix.model.Blob;
import dev.affix.testkit.ConnectionGuard;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures are looked at while they are staged, where that was asked for, and never in the way. */
@ParameterizedClass
@MethodSource("databases")
class AnalysisTest {
  private static final ImageProperties EIGHT = new ImageProperties(8, 8, 1, false);

  private final TestDatabase.Kind kind;
  private final Surveyor surveyor = new Surveyor();
  private Unit unit;

  AnalysisTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind,
            10,
            (b, u) ->
                b.imageProcessor(surveyor)
                    .directUploads(Uploader.BASE + "/", DirectUploadLimits.DEFAULTS),
            Exhibit.class);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void whatIsFoundIsReadWithTheRow() {
    Long id = attached(stage("ann"));
    unit.service.heal();
    int opened = unit.service.count(Operation.OPEN);
    unit.runInTransaction(em -> {
      Exhibit exhibit = em.find(Exhibit.class, id);
      unit.counter.assertStatements(
          1,
          () -> {
            AttachedFile file = exhibit.cover.file().orElseThrow();
            assertThat(file.image()).contains(EIGHT);
            assertThat(file.placeholder()).contains(placeholder("ann"));
            AttachmentView view = exhibit.cover.view().orElseThrow();
            assertThat(view.image()).isEqualTo(EIGHT);
            assertThat(view.placeholder()).isEqualTo(placeholder("ann"));
          });
    });
    assertThat(unit.service.count(Operation.OPEN)).as("storage reads").isEqualTo(opened);
    assertThat(surveyor.headers).hasValue(1);
    assertThat(surveyor.placeholders).hasValue(1);
  }

  @Test
  void queriesSeeItToo() {
    attached(stage("ann"));
    Blob blob =
        unit.inTransaction(em ->
            em.createQuery(
                    "from AffixBlob b where b.file.width = 8 and b.picture.frames = 1"
                        + " and b.picture.hasAlpha = false and b.picture.colour is not null",
                    Blob.class)
                .getSingleResult());
    assertThat(blob.image()).contains(EIGHT);
    assertThat(blob.placeholder()).contains(placeholder("ann"));
  }

  @Test
  void whereSizesAreAskedForNothingIsDecoded() {
    StagedBlob staged = unit.affix().stage(Pictures.png("ann"), Exhibit.class, "details");
    assertThat(staged.image()).contains(EIGHT);
    assertThat(surveyor.placeholders).hasValue(0);
    Blob blob = unit.inTransaction(em -> em.find(Blob.class, staged.id()));
    assertThat(blob.image()).contains(EIGHT);
    assertThat(blob.placeholder()).isEmpty();
  }

  @Test
  void whereNobodyAskedNothingRuns() {
    assertThat(unit.affix().stage(Pictures.png("a"), Exhibit.class, "receipt").image()).isEmpty();
    assertThat(unit.affix().stage(Pictures.png("a")).image()).isEmpty();
    unit.affix().stage(Unit.text("no picture"), Exhibit.class, "cover");
    assertThat(surveyor.headers).hasValue(0);
    assertThat(surveyor.placeholders).hasValue(0);
  }

  @Test
  void whatIsAtHandIsNotFetchedAgain() {
    stage("ann");
    assertThat(unit.service.count(Operation.OPEN)).isZero();
    Upload once = Upload.of(new ByteArrayInputStream(Pictures.bytes("ann")), "ann.png");
    StagedBlob staged = unit.affix().stage(once, Exhibit.class, "details");
    assertThat(staged.image()).contains(EIGHT);
    assertThat(unit.service.count(Operation.OPEN)).as("of a stream").isEqualTo(1);
  }

  @Test
  void aPictureThatCannotBeMeasuredIsAttachedWithout() {
    List<RuntimeException> failures =
        List.of(
            new InvalidImageException("broken"),
            new ImageCrashException("died", null),
            new ImageProcessingException("busy", null),
            new IllegalStateException("a mistake"));
    for (RuntimeException failure : failures) {
      surveyor.headerFailure = failure;
      Long id = attached(stage("ann"));
      unit.runInTransaction(em -> {
        AttachedFile file = em.find(Exhibit.class, id).cover.file().orElseThrow();
        assertThat(file.image()).isEmpty();
        assertThat(file.placeholder()).isEmpty();
        assertThat(file.view().image()).isNull();
      });
    }
    unit.assertClean();
  }

  @Test
  void aPlaceholderThatFailsLeavesTheSizes() {
    surveyor.placeholderFailure = new ImageCrashException("died", null);
    StagedBlob staged = stage("ann");
    assertThat(staged.image()).contains(EIGHT);
    assertThat(unit.inTransaction(em -> em.find(Blob.class, staged.id())).placeholder()).isEmpty();
  }

  @Test
  void noConnectionIsHeldMeanwhile() {
    unit.close();
    List<ConnectionGuard> guards = new ArrayList<>();
    List<Integer> held = new CopyOnWriteArrayList<>();
    unit =
        Unit.open(
            kind,
            10,
            (b, u) -> {
              var guard = ConnectionGuard.around(u.memory, u.counter);
              guards.add(guard);
              return b.service("guarded", guard)
                  .defaultService("guarded")
                  .directUploads(Uploader.BASE + "/", DirectUploadLimits.DEFAULTS)
                  .imageProcessor(surveyor);
            },
            Exhibit.class);
    surveyor.meanwhile = () -> held.add(unit.counter.held());
    stage("ann");
    var once = Upload.of(new ByteArrayInputStream(Pictures.bytes("ann")), "ann.png");
    unit.affix().stage(once, Exhibit.class, "cover");
    accepted("ann");
    assertThat(held).as("connections held at each look").containsExactly(0, 0, 0, 0, 0, 0);
    assertThat(guards).singleElement().satisfies(g -> assertThat(g.violations()).isEmpty());
  }

  @Test
  void aDirectUploadIsMeasuredWhenItIsAccepted() {
    StagedBlob staged = accepted("ann");
    assertThat(staged.image()).contains(EIGHT);
    Long id = attached(staged);
    unit.runInTransaction(em ->
        assertThat(em.find(Exhibit.class, id).cover.file().orElseThrow().placeholder())
            .contains(placeholder("ann")));
    surveyor.headerFailure = new InvalidImageException("broken");
    assertThat(accepted("ben").image()).isEmpty();
  }

  @Test
  void theShortFormMeasuresToo() {
    Long id =
        unit.inTransaction(
                em -> {
                  var exhibit = new Exhibit();
                  exhibit.details.attach(Pictures.png("ann"));
                  em.persist(exhibit);
                  exhibit.cover.attach(Pictures.png("ben"));
                  assertThat(exhibit.cover.file().orElseThrow().image()).contains(EIGHT);
                  return exhibit;
                })
            .id();
    unit.runInTransaction(em -> {
      Exhibit exhibit = em.find(Exhibit.class, id);
      assertThat(exhibit.details.files()).allSatisfy(f -> assertThat(f.image()).contains(EIGHT));
      assertThat(exhibit.cover.file().orElseThrow().placeholder()).contains(placeholder("ben"));
    });
  }

  private StagedBlob stage(String name) {
    return unit.affix().stage(Pictures.png(name), Exhibit.class, "cover");
  }

  private StagedBlob accepted(String name) {
    byte[] bytes = Pictures.bytes(name);
    var uploads = unit.affix().directUploads();
    var client = new Uploader(uploads);
    var begun =
        client.begin(
            uploads.endpoint(Exhibit.class, "cover", "ann"), name + ".png", "image/png", bytes);
    assertThat(client.put(begun, bytes).status()).isEqualTo(204);
    return uploads.accept(begun.signedId(), Exhibit.class, "cover", "ann");
  }

  private Long attached(StagedBlob staged) {
    return unit.inTransaction(
            em -> {
              var exhibit = new Exhibit();
              exhibit.cover.attach(staged);
              em.persist(exhibit);
              return exhibit;
            })
        .id();
  }

  private static Placeholder placeholder(String name) {
    return new Surveyor().placeholder(() -> new ByteArrayInputStream(Pictures.bytes(name)));
  }
}
