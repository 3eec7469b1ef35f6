package dev.affix.vips;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.Colour;
import dev.affix.image.Gravity;
import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProperties;
import dev.affix.image.Placeholder;
import dev.affix.image.Transformation;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final List<Transformation> STEPS =
      List.of(
          Variation.frame(3),
          Variation.asStored(),
          Variation.crop(1, 2, 30, 40),
          Variation.resizeToLimit(10, 20),
          Variation.resizeToFit(10, 20),
          Variation.resizeToFill(10, 20),
          Variation.resizeAndPad(10, 20),
          Variation.rotate(270),
          Variation.flip(Transformation.Flip.Direction.VERTICAL),
          Variation.grayscale(),
          Variation.blur(0.35),
          Variation.sharpen(2),
          Variation.background(Colour.of("#0a0b0c")),
          Variation.still(),
          Variation.format(ImageFormat.JPEG),
          Variation.quality(71),
          Variation.effort(0),
          Variation.lossless(),
          Variation.progressive());

  /** A kind of step that is new is missing here. */
  @Test
  void everyStepArrives() throws IOException {
    assertThat(STEPS.stream().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(kinds(Transformation.class).toList());
    for (Transformation step : STEPS) {
      assertThat(arrived(Variation.of(step))).isEqualTo(Variation.of(step));
      assertThat(arrived(Variation.of(step)).has(step.getClass())).isTrue();
    }
    assertThat(arrived(Variation.of())).isEqualTo(Variation.of());
    for (Gravity gravity :
        List.of(
            Gravity.Rule.CENTRE,
            Gravity.Rule.ATTENTION,
            Gravity.Rule.ENTROPY,
            new Gravity.FocalPoint(0, 100))) {
      Variation filled = Variation.of(Variation.resizeToFill(7, 8, gravity), Variation.quality(5));
      assertThat(arrived(filled)).isEqualTo(filled);
    }
    for (ImageFormat format : ImageFormat.values()) {
      assertThat(arrived(Variation.of(Variation.format(format))).format()).hasValue(format);
    }
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(WireTest::kinds)
        : Stream.of(type);
  }

  private static Variation arrived(Variation variation) throws IOException {
    return ((Request.Transform) passed(new Request.Transform(variation))).variation();
  }

  @Test
  void otherTextsAreNoRecipes() {
    for (String text :
        new String[] {
          "v2;quality=5",
          "v1;quality=05",
          "v1;system=rm",
          "v1;crop=1x2",
          "v1;still;still",
          "v1;",
          ""
        }) {
      assertThatThrownBy(() -> Recipe.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyRequestArrives() throws IOException {
    var limits =
        new VipsLimits(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Duration.ofMillis(11), Set.of("image/png", "image/gif"));
    for (Request request :
        List.of(
            new Request.Settings("/a/b", limits, 11, 12),
            new Request.Settings(null, limits, 11, 12),
            new Request.Analyze(),
            new Request.Place(),
            new Request.End(),
            new Request.Fault(),
            new Request.Leave())) {
      assertThat(passed(request)).isEqualTo(request);
    }
    var bytes = (Request.Bytes) passed(new Request.Bytes(new byte[] {1, 2, 3}, 2));
    assertThat(Arrays.copyOf(bytes.buffer(), bytes.length())).containsExactly(1, 2);
  }

  @Test
  void everyAnswerArrives() throws IOException {
    for (Answer answer :
        List.of(
            new Answer.Ready("8.18.7", "a\nb", List.of("one", "two")),
            new Answer.Refused("none"),
            new Answer.More(),
            new Answer.Done(new Answer.Read(new ImageProperties(1, 2, 3, true)), true),
            new Answer.Done(new Answer.Placed(new Placeholder("#0080ff", "AAECAwQF")), false),
            new Answer.Done(new Answer.Placed(new Placeholder(null, "AAECAwQF")), true),
            new Answer.Done(new Answer.Failed(Answer.Kind.UNEXPECTED, "why"), false))) {
      assertThat(answered(bytes(answer), 0)).isEqualTo(answer);
    }
    var image = new TransformedImage(new byte[] {5, 6, 7}, ImageFormat.GIF, 8, 9);
    var done = (Answer.Done) answered(bytes(new Answer.Done(new Answer.Made(image), false)), 3);
    TransformedImage arrived = ((Answer.Made) done.outcome()).image();
    assertThat(arrived.bytes()).containsExactly(5, 6, 7);
    assertThat(List.of(arrived.format(), arrived.width(), arrived.height()))
        .containsExactly(ImageFormat.GIF, 8, 9);
  }

  /** The other end may be in the hands of a picture. */
  @Test
  void answersThatAreTooLargeOrNoneAreRefused() throws IOException {
    var image = new TransformedImage(new byte[100], ImageFormat.GIF, 8, 9);
    byte[] large = bytes(new Answer.Done(new Answer.Made(image), false));
    assertThatThrownBy(() -> answered(large, 99))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("100 is beyond 99");
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] altered = large.clone();
      altered[random.nextInt(24)] = (byte) random.nextInt();
      try {
        assertThat(answered(Arrays.copyOf(altered, random.nextInt(altered.length)), 100))
            .isNotNull();
      } catch (IOException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }

  /** A JVM that crashes tells so on its standard output, in the middle of what is written there. */
  @Test
  void anAnswerThatSomethingElseGotIntoIsRefused() throws IOException {
    var image = new TransformedImage(new byte[5_000], ImageFormat.GIF, 8, 9);
    byte[] whole = bytes(new Answer.Done(new Answer.Made(image), false));
    byte[] notice = "#\n# A fatal error has been detected".getBytes(UTF_8);
    for (int at = 0; at < whole.length - notice.length; at += 7) {
      byte[] both = new byte[whole.length + notice.length];
      System.arraycopy(whole, 0, both, 0, at);
      System.arraycopy(notice, 0, both, at, notice.length);
      System.arraycopy(whole, at, both, at + notice.length, whole.length - at);
      assertThatThrownBy(() -> answered(both, 5_000)).isInstanceOf(IOException.class);
    }
    assertThat(answered(whole, 5_000)).isInstanceOf(Answer.Done.class);
  }

  private static Request passed(Request request) throws IOException {
    var bytes = new ByteArrayOutputStream();
    Wire.write(new DataOutputStream(bytes), request);
    var in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    Request passed = Wire.readRequest(in, new byte[Wire.CHUNK]);
    assertThat(in.available()).isZero();
    return passed;
  }

  private static byte[] bytes(Answer answer) throws IOException {
    var bytes = new ByteArrayOutputStream();
    Wire.write(new DataOutputStream(bytes), answer);
    return bytes.toByteArray();
  }

  private static Answer answered(byte[] bytes, int largest) throws IOException {
    return Wire.readAnswer(new DataInputStream(new ByteArrayInputStream(bytes)), largest);
  }
}
