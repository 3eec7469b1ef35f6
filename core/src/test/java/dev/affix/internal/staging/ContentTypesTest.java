package dev.affix.internal.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.affix.internal.staging.ContentTypes.Typed;
import dev.affix.model.Blob.TypeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.tika.Tika;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypesTest {
  private static final String OCTETS = "application/octet-stream";
  private static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

  private static final byte[] PNG = bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13);
  private static final byte[] JPEG = bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0);
  private static final byte[] GIF = "GIF89a\1\0\1\0".getBytes(UTF_8);
  private static final byte[] PDF = "%PDF-1.7\n%\u00e2\n".getBytes(UTF_8);
  private static final byte[] HTML =
      "<!DOCTYPE html><html><script>alert(1)</script></html>".getBytes(UTF_8);
  private static final byte[] SVG =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".getBytes(UTF_8);
  private static final byte[] TEXT = "name,age\nann,7\n".getBytes(UTF_8);
  private static final byte[] ZIP = zip();
  private static final byte[] NOISE = noise();

  private final ContentTypes types = new ContentTypes();

  static Stream<Arguments> sniffed() {
    return Stream.of(
        arguments("a picture", PNG, "a.png", null, "image/png"),
        arguments("a picture, whatever its name", PNG, "a.html", null, "image/png"),
        arguments("a picture, whatever the claim", PNG, "a.png", "text/html", "image/png"),
        arguments("a picture named as another", JPEG, "a.png", "image/png", "image/jpeg"),
        arguments("a picture without an extension", GIF, "a", null, "image/gif"),
        arguments("a page named as a picture", HTML, "a.png", "image/png", "text/html"),
        arguments("a page claimed as text", HTML, "a.txt", "text/plain", "text/html"),
        arguments("a drawing", SVG, "a.svg", null, "image/svg+xml"),
        arguments("a drawing named as a picture", SVG, "a.png", "image/png", "image/svg+xml"),
        arguments("a document", PDF, "a.jpg", "image/jpeg", "application/pdf"),
        arguments("an archive", ZIP, "a.zip", null, "application/zip"),
        arguments("an archive named as a document", ZIP, "a.docx", null, DOCX),
        arguments("an archive named as a picture", ZIP, "a.jpg", "image/jpeg", "application/zip"),
        arguments("noise", NOISE, "a", null, OCTETS),
        arguments("noise named as a picture", NOISE, "a.jpg", null, OCTETS),
        arguments("noise claimed as a picture", NOISE, "a", "image/jpeg", OCTETS),
        arguments("noise claimed as a film", NOISE, "a.mp4", "video/mp4", OCTETS),
        arguments("noise claimed as a page", NOISE, "a", "text/html", OCTETS),
        arguments("noise claimed as text", NOISE, "a", "text/plain", OCTETS),
        arguments("noise named as a page", NOISE, "a.html", null, OCTETS),
        arguments("text", TEXT, "a.txt", null, "text/plain"),
        arguments("text without an extension", TEXT, "a", null, "text/plain"),
        arguments("text claimed as nothing special", TEXT, "a.csv", OCTETS, "text/plain"),
        arguments("text claimed as a picture", TEXT, "a.png", "image/png", "text/plain"),
        arguments("text named as a drawing", TEXT, "a.svg", null, "text/plain"),
        arguments("text claimed as a page", TEXT, "a", "text/html", "text/plain"),
        arguments("text claimed as a script", TEXT, "a.js", "text/javascript", "text/plain"));
  }

  @ParameterizedTest(name = "{0}: {2}, {3}")
  @MethodSource
  void sniffed(String what, byte[] head, String name, @Nullable String claimed, String expected) {
    assertThat(types.sniff(head, name, claimed))
        .as(what)
        .isEqualTo(new Typed(expected, TypeSource.SNIFFED));
  }

  /** Pictures are told apart past Tika; whatever follows a signature, it must say the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff\u00d8\u00ff",
        "\u0089PNG\r\n\u001a\n",
        "GIF87a",
        "GIF89a",
        "RIFF\u0001\u0002\u0003\u0004WEBP"
      })
  void aPictureIsWhatTikaTakesItFor(String signature) {
    byte[] start = signature.getBytes(StandardCharsets.ISO_8859_1);
    var tika = new Tika();
    var random = new Random(start.length);
    for (byte[] tail : List.of(NOISE, TEXT, HTML, SVG, PDF, ZIP, PNG, JPEG, GIF, new byte[0])) {
      for (int i = 0; i < 40; i++) {
        byte[] gap = new byte[i == 0 ? 0 : random.nextInt(600)];
        random.nextBytes(gap);
        byte[] head = joined(start, gap, tail);
        assertThat(types.sniff(head, "a.dng", null).contentType()).isEqualTo(tika.detect(head));
        byte[] broken = head.clone();
        broken[random.nextInt(start.length)] ^= (byte) (1 << random.nextInt(8));
        String brokenType = tika.detect(broken);
        assertThat(types.sniff(broken, "a", null).contentType())
            .isEqualTo(brokenType.replaceFirst(";.*", ""));
      }
    }
  }

  static Stream<Arguments> declared() {
    return Stream.of(
        arguments("text claimed as a table", TEXT, "a.txt", "text/csv", "text/csv"),
        arguments("a claim with parameters", TEXT, "a", "Text/CSV; charset=utf-8", "text/csv"),
        arguments("text named as a table", TEXT, "a.csv", null, "text/csv"),
        arguments("an empty claim", TEXT, "a.csv", "", "text/csv"),
        arguments("a blank claim", TEXT, "a.csv", "  ", "text/csv"),
        arguments("text claimed as data", TEXT, "a", "application/json", "application/json"),
        arguments(
            "noise of a known kind", NOISE, "a", "application/x-model", "application/x-model"));
  }

  @ParameterizedTest(name = "{0}: {2}, {3}")
  @MethodSource
  void declared(String what, byte[] head, String name, @Nullable String claimed, String expected) {
    assertThat(types.sniff(head, name, claimed))
        .as(what)
        .isEqualTo(new Typed(expected, TypeSource.DECLARED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "TEXT/HTML ; charset=utf-7",
        "application/xhtml+xml",
        "image/svg+xml",
        "text/xml",
        "application/javascript",
        "text/ecmascript",
        "text",
        "text/",
        "/csv",
        "text/csv/x",
        "text/c sv",
        "text/csv\r\nSet-Cookie: a=b",
        "text/cs\u0000v",
        "text/\u0441sv"
      })
  void noClaimMakesAPageOrAHeaderOutOfText(String claimed) {
    assertThat(types.sniff(TEXT, "a", claimed).contentType()).isEqualTo("text/plain");
  }

  @Test
  void aClaimFitsTheColumn() {
    String longest = "application/" + "x".repeat(60);
    assertThat(types.sniff(NOISE, "a", longest).contentType()).isEqualTo(longest);
    assertThat(types.sniff(NOISE, "a", longest + "x").contentType()).isEqualTo(OCTETS);
  }

  /**
   * Whatever is claimed, bytes that are none never become a picture, a film, a page or a script.
   */
  @Test
  void noNameMakesAPictureOrAPageOutOfNoiseOrText() {
    for (String extension :
        "html htm xhtml shtml svg svgz xml xsl js mjs css mht mhtml swf jpg png gif webp mp4 webm mp3"
            .split(" ", -1)) {
      for (byte[] head : new byte[][] {NOISE, TEXT}) {
        String type = types.sniff(head, "a." + extension, null).contentType();
        assertThat(type).as(extension).doesNotContain("html", "xml", "script");
        assertThat(type).as(extension).doesNotStartWith("image/");
        assertThat(type).as(extension).doesNotStartWith("video/");
        assertThat(type).as(extension).doesNotStartWith("audio/");
      }
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] noise() {
    byte[] noise = new byte[512];
    new Random(7).nextBytes(noise);
    noise[0] = 0;
    return noise;
  }

  private static byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("a.txt"));
      zip.write(TEXT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
