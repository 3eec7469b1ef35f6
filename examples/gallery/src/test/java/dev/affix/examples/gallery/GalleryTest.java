package dev.affix.examples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gallery over HTTP, without a browser. */
class GalleryTest {
  private static final byte[] EVENING = Photos.jpeg(1200, 900, 1);
  private static final byte[] MORNING = Photos.jpeg(900, 1200, 2);

  @TempDir Path folder;
  private Gallery gallery;
  private Visitor visitor;

  @BeforeEach
  void open() throws IOException {
    gallery = Gallery.open(settings());
    visitor = new Visitor(gallery.address());
  }

  @AfterEach
  void close() {
    gallery.close();
  }

  private Settings settings() {
    return new Settings("127.0.0.1", 0, folder.resolve("home"), folder.resolve("photos"));
  }

  @Test
  void aHundredPeopleWithPhotographsCostTwoStatements() {
    for (int i = 0; i < 88; i++) {
      gallery.people().add("Person " + i);
    }
    for (int id = 1; id <= 100; id++) {
      upload(id, "photo.jpg", Photos.jpeg(40, 30, id));
    }
    assertThat(visitor.pictures("/")).hasSize(100).doesNotHaveDuplicates();
    assertThat(visitor.statements("/")).isEqualTo(2);
  }

  @Test
  void anUploadedPhotographIsShownSmallAndLarge() throws IOException {
    HttpResponse<String> answer = upload(1, "Evening by the lake.jpg", EVENING);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"message\": \"Photograph stored\"", "\"statements\": ");

    HttpResponse<byte[]> thumb = visitor.get(visitor.pictures("/").getFirst());
    assertThat(thumb.statusCode()).isEqualTo(200);
    var image = ImageIO.read(new ByteArrayInputStream(thumb.body()));
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(320, 320);
    assertThat(visitor.get(visitor.pictures("/people/1").getFirst()).statusCode()).isEqualTo(200);
    assertThat(visitor.page("/people/1")).contains("alt=\"Photograph of Amara Okafor\"");
  }

  @Test
  void aPhotographShowsItsColourAndItsSizeBeforeItHasCome() throws IOException {
    upload(1, "wide.jpg", Photos.jpeg(700, 500, 3));
    String page = visitor.page("/people/1");
    assertThat(page)
        .containsPattern("<rect width=\"100%\" height=\"100%\" fill=\"#[0-9a-f]{6}\"/></svg><img")
        .containsPattern("srcset=\"[^ \"]+ 480w, [^ \"]+ 700w\"")
        .contains("width=\"700\" height=\"500\"");
    assertThat(visitor.page("/")).contains("class=\"tint\"");
  }

  @Test
  void aReplacedPhotographHasANewAddressAndTheOldOneStaysReadable() {
    upload(1, "evening.jpg", EVENING);
    String before = visitor.pictures("/").getFirst();
    assertThat(visitor.get(before).statusCode()).isEqualTo(200);
    upload(1, "morning.jpg", MORNING);
    String after = visitor.pictures("/").getFirst();
    assertThat(after).isNotEqualTo(before).endsWith("/morning.jpg");
    assertThat(visitor.get(before).statusCode()).isEqualTo(200);
    assertThat(visitor.get(after).statusCode()).isEqualTo(200);
  }

  @Test
  void aRemovedPhotographIsGoneFromPageAndDisk() throws IOException {
    upload(1, "evening.jpg", EVENING);
    String url = visitor.pictures("/").getFirst();
    assertThat(visitor.get(url).statusCode()).isEqualTo(200);

    assertThat(visitor.delete("/people/1/photo").statusCode()).isEqualTo(200);
    assertThat(visitor.pictures("/")).isEmpty();
    gallery.affix().housekeeping();
    assertThat(visitor.get(url).statusCode()).isEqualTo(404);
    assertThat(gallery.affix().audit("local").isClean()).isTrue();
  }

  @Test
  void aPhotographThatWasUploadedBeforehandIsTakenOverOnce() throws IOException {
    String signedId = visitor.uploadDirectly(gallery.people().directUploads(), "lake.jpg", EVENING);
    String path = "/people/1/photo/direct";
    HttpResponse<String> answer = visitor.change("PUT", path, BodyPublishers.ofString(signedId));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(visitor.get(visitor.pictures("/people/1").getFirst()).statusCode()).isEqualTo(200);
    HttpResponse<String> again = visitor.change("PUT", path, BodyPublishers.ofString(signedId));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("accepted already");
    HttpResponse<String> altered =
        visitor.change("PUT", path, BodyPublishers.ofString(signedId + "x"));
    assertThat(altered.statusCode()).isEqualTo(403);
    assertThat(gallery.affix().audit("local").isClean()).isTrue();
  }

  @Test
  void withoutTheClientThePageOffersNoDirectUpload() throws IOException {
    assertThat(visitor.page("/people/1")).doesNotContain("data-direct", "activestorage.js");
    assertThat(visitor.get("/activestorage.js").statusCode()).isEqualTo(404);
    Path script = Files.writeString(folder.resolve("client.js"), "let here;");
    Path home = folder.resolve("second");
    try (Gallery second =
        Gallery.open(new Settings("127.0.0.1", 0, home, folder.resolve("photos"), script))) {
      var there = new Visitor(second.address());
      assertThat(there.page("/people/1"))
          .contains("data-direct-upload-url=\"/uploads/", "src=\"/activestorage.js\"");
      assertThat(there.page("/activestorage.js")).isEqualTo("let here;");
    }
  }

  @Test
  void anAlbumAppendsReordersAndRemoves() {
    for (int i = 1; i <= 3; i++) {
      String path = "/people/2/album";
      assertThat(visitor.upload("POST", path, i + ".jpg", Photos.jpeg(60, 60, i)).statusCode())
          .isEqualTo(200);
    }
    List<String> album = visitor.album(2);
    assertThat(album).hasSize(3);

    order(2, album.reversed());
    assertThat(visitor.album(2)).isEqualTo(album.reversed());

    assertThat(visitor.delete("/people/2/album/" + album.get(1)).statusCode()).isEqualTo(200);
    assertThat(visitor.album(2)).containsExactly(album.get(2), album.get(0));
    assertThat(visitor.statements("/people/2")).isEqualTo(3);

    assertThat(visitor.delete("/people/2/album/" + album.get(1)).statusCode()).isEqualTo(404);
    assertThat(order(2, album).statusCode()).isEqualTo(404);
    assertThat(order(2, album.subList(0, 1)).statusCode()).isEqualTo(400);
    assertThat(order(2, List.of("nonsense")).statusCode()).isEqualTo(400);
    assertThat(visitor.album(2)).containsExactly(album.get(2), album.get(0));
  }

  @Test
  void aPersonGoesWithAllPictures() {
    upload(3, "evening.jpg", EVENING);
    visitor.upload("POST", "/people/3/album", "morning.jpg", MORNING);
    assertThat(visitor.delete("/people/3").statusCode()).isEqualTo(200);
    gallery.affix().housekeeping();
    assertThat(visitor.get("/people/3").statusCode()).isEqualTo(404);
    assertThat(visitor.page("/")).doesNotContain("Camille");
    assertThat(gallery.affix().audit("local").isClean()).isTrue();
  }

  @Test
  void refusedUploadsSayWhyAndLoseNothing() {
    upload(1, "evening.jpg", EVENING);
    String before = visitor.pictures("/").getFirst();

    byte[] page = "<!doctype html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
    assertRefused(upload(1, "innocent.png", page), 422, "text/html by its bytes");
    assertRefused(upload(1, "empty.png", new byte[0]), 422, "is empty");
    assertRefused(upload(1, "big.jpg", Photos.jpegOfSize(26 << 20)), 422, "is larger than");
    assertRefused(upload(1, "../../etc/passwd", EVENING), 422, "is a path");
    assertRefused(upload(1, "photo\u202egpj.jpg", EVENING), 422, "U+202E");
    assertRefused(upload(99, "photo.jpg", EVENING), 404, "not in the gallery any more");

    assertThat(visitor.pictures("/")).containsExactly(before);
    assertThat(visitor.get(before).statusCode()).isEqualTo(200);
  }

  @Test
  void anUploadOfUnknownLengthIsCutOffAtTheLimit() {
    byte[] big = Photos.jpegOfSize(26 << 20);
    var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(big));
    assertRefused(
        visitor.change("PUT", "/people/1/photo?filename=big.jpg", chunked), 422, "is larger than");
    gallery.affix().housekeeping();
    assertThat(visitor.pictures("/")).isEmpty();
    assertThat(gallery.affix().audit("local").isClean()).isTrue();
  }

  @Test
  void changesFromOtherSitesAreRefused() {
    assertRefused(visitor.foreignChange("POST", "/people"), 403, "own pages only");
    assertRefused(visitor.foreignChange("PUT", "/people/1/photo"), 403, "own pages only");
    assertRefused(visitor.foreignChange("DELETE", "/people/1"), 403, "own pages only");
    assertThat(visitor.page("/")).contains("Amara Okafor").doesNotContain("Eve");
    assertThat(visitor.get("/").headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void namesAndFileNamesAreText() {
    String name = "<img src=x onerror=alert(1)> \"O'Neil\" & {}";
    assertThat(add(name).statusCode()).isEqualTo(200);
    upload(13, "<b onload=\"x\">&'.jpg", EVENING);
    visitor.upload("POST", "/people/13/album", "\"><script>alert(2)<\u2044script>.jpg", MORNING);

    for (String path : List.of("/", "/people/13")) {
      assertThat(visitor.page(path))
          .contains("&lt;img src=x onerror=alert(1)&gt; &quot;O&#39;Neil&quot; &amp; {}")
          .doesNotContain("<img src=x", "<b onload", "<script>alert");
    }
    assertThat(visitor.page("/people/13")).contains("&quot;&gt;&lt;script&gt;alert(2)");
    assertThat(visitor.get(visitor.pictures("/people/13").getFirst()).statusCode()).isEqualTo(200);
  }

  @Test
  void aNameMustBeOne() {
    assertRefused(add("   "), 400, "A name needs 1 to 80 characters");
    assertRefused(add("x".repeat(81)), 400, "this one has 81");
    assertRefused(add("x".repeat(20_000)), 400, "bytes of text");
  }

  @Test
  void partsOfFilesAreServed() {
    upload(1, "evening.jpg", EVENING);
    String url = original();
    HttpResponse<byte[]> part = visitor.get(url, "Range", "bytes=10-19");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("Content-Range"))
        .contains("bytes 10-19/" + EVENING.length);
    assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(EVENING, 10, 20));

    HttpResponse<byte[]> whole = visitor.get(url);
    assertThat(whole.body()).isEqualTo(EVENING);
    String tag = whole.headers().firstValue("ETag").orElseThrow();
    assertThat(visitor.get(url, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(visitor.get(url, "Range", "bytes=99999999-").statusCode()).isEqualTo(416);
  }

  @Test
  void nothingIsServedThatNoTokenNames() throws IOException {
    for (String path :
        List.of(
            "/files/../signing.key",
            "/files/%2e%2e/signing.key",
            "/files/..%2f..%2fsigning.key",
            "/../home/signing.key",
            "/app.css/../signing.key",
            "//etc/passwd",
            "/files/AAAA/x.jpg",
            "/files/",
            "/nowhere")) {
      assertThat(raw("GET " + path + " HTTP/1.1")).as(path).containsPattern("^HTTP/1.1 40[04] ");
    }
  }

  @Test
  void pagesForbidForeignAndInlineScripts() {
    var page = visitor.get("/");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy).contains("default-src 'none'", "script-src 'self'").doesNotContain("unsafe");
    assertThat(new String(page.body(), StandardCharsets.UTF_8))
        .doesNotContain("<script>", " style=", " onclick=", "src=\"http");
    for (String asset : List.of("/app.css", "/app.js", "/icon.svg")) {
      assertThat(visitor.get(asset).statusCode()).as(asset).isEqualTo(200);
    }
  }

  @Test
  void aHeadRequestGetsHeadersOnly() throws IOException {
    int length = visitor.get("/app.css").body().length;
    String answer = raw("HEAD /app.css HTTP/1.1");
    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("content-length: " + length);
  }

  @Test
  void everythingIsThereAfterARestart() throws IOException {
    upload(1, "evening.jpg", EVENING);
    String before = original();
    gallery.close();
    gallery = Gallery.open(settings());
    visitor = new Visitor(gallery.address());
    assertThat(visitor.get(before).body()).isEqualTo(EVENING);
    assertThat(visitor.page("/")).contains("12 people. 11 still wait for a photograph.");
  }

  @Test
  void onlyTheOwnerReadsTheSigningKey() throws IOException {
    var permissions = Files.getPosixFilePermissions(folder.resolve("home/signing.key"));
    assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
  }

  private HttpResponse<String> upload(int person, String filename, byte[] bytes) {
    return visitor.upload("PUT", "/people/" + person + "/photo", filename, bytes);
  }

  private HttpResponse<String> add(String name) {
    return visitor.change("POST", "/people", BodyPublishers.ofString(name));
  }

  private HttpResponse<String> order(int person, List<String> pictures) {
    String text = String.join("\n", pictures);
    return visitor.change("PUT", "/people/" + person + "/album", BodyPublishers.ofString(text));
  }

  private String original() {
    return gallery.people().find(1).photo().orElseThrow().url().toString();
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String why) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).startsWith("{\"error\": \"").contains(why.replace("<", "\\u003c"));
  }

  /** Sends the line as it is, where a client would tidy the path. */
  private String raw(String line) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), gallery.address().getPort())) {
      String request = line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
