package dev.affix.proof;

import static dev.affix.image.ImageFormat.AVIF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.AttachedOne;
import dev.affix.HasOneAttached;
import dev.affix.Variant;
import dev.affix.VariantOptions;
import dev.affix.Visibility;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Variation;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shown of a file that has no such variant, from the annotation to the answer. */
@ParameterizedClass
@MethodSource("databases")
class VariantFallbackTest {
  private final ScriptedProcessor processor = new ScriptedProcessor();
  private final Unit unit;

  VariantFallbackTest(TestDatabase.Kind kind) {
    unit =
        Unit.open(
            kind,
            10,
            (b, u) ->
                b.imageProcessor(processor)
                    .placeholder("nobody", "image/png", "nobody".getBytes(StandardCharsets.UTF_8))
                    .variant(
                        Portrait.class,
                        "photo",
                        "card",
                        Variation.of(Variation.resizeToLimit(8, 8), Variation.format(AVIF)),
                        options -> options.fallback("plain").placeholder("nobody"))
                    .variant(
                        Portrait.class,
                        "photo",
                        "entire",
                        Variation.of(Variation.resizeToLimit(7, 7), Variation.format(AVIF)),
                        VariantOptions::fallbackToOriginal),
            Portrait.class);
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  /** An owner whose variants stand in for each other. */
  @Entity(name = "Portrait")
  static class Portrait {
    @Id @GeneratedValue private @Nullable Long id;

    @HasOneAttached(
        visibility = Visibility.PUBLIC,
        variants = {
          @Variant(
              name = "modern",
              resizeToLimit = {9, 9},
              format = AVIF,
              fallback = "plain",
              placeholder = "nobody"),
          @Variant(
              name = "plain",
              resizeToLimit = {9, 9}),
          @Variant(
              name = "whole",
              resizeToLimit = {5, 5},
              fallbackToOriginal = true)
        })
    @Transient
    private final AttachedOne photo = AttachedOne.of(this);

    Long id() {
      return Objects.requireNonNull(id);
    }
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void aVariantThatFailedIsReplacedByAnother() {
    Long id = portrait();
    processor.refuses = variation -> variation.format().isPresent();
    String url = url(id, "modern");
    Answer answer = get(url);
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.text).startsWith("made of");
    assertThat(answer.cacheControl).isEqualTo("no-store");
    assertThat(get(url).status).isEqualTo(200);
    assertThat(processor.runs).as("each tried once").hasValue(2);
    assertThat(unit.rows("affix_variants where state = 'FAILED'")).isOne();
    assertThat(unit.rows("affix_variants where state = 'READY'")).isOne();
    assertThat(get(url(id, "plain")).cacheControl).as("under its own URL").contains("immutable");
  }

  @Test
  void ofAFileThatIsGoneThePlaceholderIsShown() {
    Long id = portrait();
    String modern = url(id, "modern");
    String plain = url(id, "plain");
    unit.runInTransaction(em -> em.find(Portrait.class, id).photo.purge());
    unit.settle();
    Answer answer = get(modern);
    assertThat(answer.status).isEqualTo(404);
    assertThat(answer.text).isEqualTo("nobody");
    assertThat(answer.cacheControl).isEqualTo("no-store");
    assertThat(get(plain).text).isEmpty();
  }

  @Test
  void theOriginalIsShownOnlyWhereTheVariantSaysSo() {
    Long id = portrait();
    processor.failure = new InvalidImageException("no picture");
    Answer whole = get(url(id, "whole"));
    assertThat(whole.status).isEqualTo(200);
    assertThat(whole.text).contains("PNG");
    assertThat(whole.cacheControl).isEqualTo("no-store");
    assertThat(get(url(id, "plain")).status).isEqualTo(404);
    assertThat(get(url(id, "modern")).text).isEqualTo("nobody");
  }

  @Test
  void variantsThatAreDeclaredInCodeSayTheSame() {
    Long id = portrait();
    processor.refuses = variation -> variation.format().isPresent();
    assertThat(get(url(id, "card")).text).startsWith("made of");
    assertThat(get(url(id, "entire")).text).contains("PNG");
    processor.failure = new InvalidImageException("no picture");
    assertThat(get(url(portrait(), "card")).text).isEqualTo("nobody");
  }

  private Long portrait() {
    return unit.inTransaction(em -> {
      Portrait portrait = new Portrait();
      em.persist(portrait);
      em.flush();
      portrait.photo.attach(Pictures.png("ann"));
      return portrait.id();
    });
  }

  private String url(Long id, String variant) {
    return unit.inTransaction(
        em -> em.find(Portrait.class, id).photo.variant(variant).url().orElseThrow().toString());
  }

  private record Answer(int status, String text, @Nullable String cacheControl) {}

  private Answer get(String url) {
    String path = url.substring("/files".length());
    try (FileResponse response = unit.affix().handler().handle(FileRequest.of("GET", path))) {
      var out = new ByteArrayOutputStream();
      response.writeTo(out);
      return new Answer(
          response.status(),
          out.toString(StandardCharsets.ISO_8859_1),
          response.headers().get("Cache-Control"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
