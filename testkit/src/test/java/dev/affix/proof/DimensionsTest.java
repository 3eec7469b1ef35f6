package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.DirectUploadLimits;
import dev.affix.StagedBlob;
import dev.affix.StagedBlobUsedException;
import dev.affix.Upload;
import dev.affix.UploadRejectedException;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageProperties;
import dev.affix.image.InvalidImageException;
import dev.affix.model.Blob;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.database.TestDatabase;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of other sizes than an attachment accepts do not get there, by any way. */
@ParameterizedClass
@MethodSource("databases")
class DimensionsTest {
  private static final String TOO_WIDE =
      "Exhibit.emblem: \"ann.png\" has 11x8 pixels; accepted are 8 to 10 pixels wide, at most 90"
          + " pixels in all";

  private final TestDatabase.Kind kind;
  private final Surveyor surveyor = new Surveyor();
  private Unit unit;

  DimensionsTest(TestDatabase.Kind kind) {
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
  void oneThatFitsIsAttachedWithItsSizes() {
    StagedBlob staged = stage(10, 9);
    Long id = attached(staged);
    unit.runInTransaction(em ->
        assertThat(em.find(Exhibit.class, id).emblem.file().orElseThrow().image())
            .contains(new ImageProperties(10, 9, 1, false)));
    assertThat(surveyor.placeholders).as("the header is enough").hasValue(0);
  }

  @Test
  void oneThatDoesNotIsRefusedWhenItIsStaged() {
    assertRefused(() -> stage(11, 8), TOO_WIDE);
    assertRefused(() -> stage(7, 8), "has 7x8 pixels");
    assertRefused(() -> stage(10, 10), "has 10x10 pixels");
    unit.settle();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.size()).isZero();
    assertThat(surveyor.placeholders).hasValue(0);
  }

  @Test
  void nothingIsDecodedOfOneThatIsRefused() {
    assertRefused(
        () -> unit.affix().stage(Pictures.png("ann", 8, 10), Exhibit.class, "badges"),
        "has 8x10 pixels; accepted are at most 9 pixels high");
    assertThat(surveyor.placeholders).hasValue(0);
    unit.affix().stage(Pictures.png("ann", 8, 9), Exhibit.class, "badges");
    assertThat(surveyor.placeholders).hasValue(1);
  }

  @Test
  void theShortFormIsRefusedAndLeavesNothing() {
    assertRefused(
        () ->
            unit.runInTransaction(em -> {
              var exhibit = new Exhibit();
              em.persist(exhibit);
              exhibit.emblem.attach(Pictures.png("ann", 11, 8));
            }),
        TOO_WIDE);
    assertRefused(
        () ->
            unit.runInTransaction(em -> {
              var exhibit = new Exhibit();
              exhibit.emblem.attach(Pictures.png("ann", 11, 8));
              em.persist(exhibit);
            }),
        TOO_WIDE);
    unit.settle();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void aDirectUploadIsRefusedWhenItIsAccepted() {
    byte[] bytes = Pictures.bytes("ann", 11, 8);
    var uploads = unit.affix().directUploads();
    var client = new Uploader(uploads);
    var begun =
        client.begin(
            uploads.endpoint(Exhibit.class, "emblem", "ann"), "ann.png", "image/png", bytes);
    client.put(begun, bytes);
    ThrowingCallable accept =
        () -> uploads.accept(begun.signedId(), Exhibit.class, "emblem", "ann");
    assertRefused(accept, TOO_WIDE);
    assertThatThrownBy(accept).isInstanceOf(StagedBlobUsedException.class);
  }

  @Test
  void whatIsNoPictureIsRefusedBeforeItIsStored() {
    assertRefused(
        () -> unit.affix().stage(Unit.text("x"), Exhibit.class, "emblem"),
        "\"note.txt\" is text/plain by its bytes; accepted are pictures");
    assertThat(unit.service.count(Operation.PUT)).isZero();
    byte[] broken = java.util.Arrays.copyOf(Pictures.bytes("ann"), 20);
    surveyor.headerFailure = new InvalidImageException("broken at its 20th byte");
    assertRefused(
        () -> unit.affix().stage(Upload.of(broken, "b.png"), Exhibit.class, "emblem"),
        "\"b.png\" is no picture whose width and height can be read: broken at its 20th byte");
    surveyor.headerFailure = new ImageCrashException("it died", null);
    assertRefused(() -> stage(8, 8), "width and height can be read: it died");
    unit.settle();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void withoutTimeToLookNothingIsAttachedAndNobodyIsToBlame() {
    surveyor.headerFailure = new ImageProcessingException("busy", null);
    assertThatThrownBy(() -> stage(8, 8)).isInstanceOf(ImageProcessingException.class);
    unit.settle();
    assertThat(unit.rows("affix_blobs")).isZero();
    surveyor.headerFailure = null;
    assertThat(stage(8, 8).image()).isPresent();
  }

  @Test
  void whatWasStagedForAnythingElseIsAttachedIfItsSizesAreKnown() {
    assertRefused(
        () -> attached(unit.affix().stage(Pictures.png("ann"))),
        "\"ann.png\" was staged for no attachment that asks for its width and height");
    attached(unit.affix().stage(Pictures.png("ann"), Exhibit.class, "details"));
    assertRefused(
        () -> attached(unit.affix().stage(Pictures.png("ann", 11, 8), Exhibit.class, "details")),
        TOO_WIDE);
  }

  @Test
  void aSharedFileIsHeldToTheSame() {
    StagedBlob staged = unit.affix().stage(Pictures.png("ann", 11, 8), Exhibit.class, "cover");
    Long id =
        unit.inTransaction(
                em -> {
                  var exhibit = new Exhibit();
                  em.persist(exhibit);
                  exhibit.cover.attach(staged);
                  return exhibit;
                })
            .id();
    assertRefused(
        () ->
            unit.runInTransaction(em -> {
              Exhibit exhibit = em.find(Exhibit.class, id);
              Blob cover = exhibit.cover.blob();
              exhibit.emblem.attach(cover);
            }),
        TOO_WIDE);
  }

  @Test
  void jakartaValidationSeesItAsAConstraint() {
    try (var factory = Validation.buildDefaultValidatorFactory()) {
      var exhibit = new Exhibit();
      exhibit.cover.attach(stage(8, 8));
      exhibit.emblem.attach(
          unit.affix().stage(Pictures.png("ann", 11, 8), Exhibit.class, "details"));
      assertThat(factory.getValidator().validate(exhibit))
          .extracting(ConstraintViolation::getMessage)
          .containsExactly("the picture's width or height is not accepted");
    }
  }

  private StagedBlob stage(int width, int height) {
    return unit.affix().stage(Pictures.png("ann", width, height), Exhibit.class, "emblem");
  }

  private Long attached(StagedBlob staged) {
    return unit.inTransaction(
            em -> {
              var exhibit = new Exhibit();
              em.persist(exhibit);
              exhibit.emblem.attach(staged);
              return exhibit;
            })
        .id();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining(message);
  }
}
