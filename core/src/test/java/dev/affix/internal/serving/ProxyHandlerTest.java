package dev.affix.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Visibility;
import dev.affix.internal.serving.Site.Seen;
import dev.affix.internal.signing.FileLink;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHandlerTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    assertThat(site.local.readersOpen).as("readers left open").hasValue(0);
    site.close();
  }

  @Test
  void servesAFileWithOneCallOfTheStorageAndNoQuestionToTheDatabase() {
    Seen seen = site.get(Site.LINK);
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.body()).isEqualTo(Site.HELLO);
    assertThat(seen.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(seen.header("Content-Length")).isEqualTo("12");
    assertThat(seen.header("Content-Disposition")).isEqualTo("inline; filename=\"photo.jpg\"");
    assertThat(seen.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(seen.header("ETag")).matches("\"[A-Za-z0-9_-]{20}\"");
    assertThat(seen.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(seen.header("Content-Security-Policy"))
        .startsWith("default-src 'none'")
        .endsWith("; sandbox");
    assertThat(seen.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(seen.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(site.local.opens).hasValue(1);
    assertThat(site.local.heads).hasValue(0);
    assertThat(site.lookups).hasValue(0);
  }

  @Test
  void headIsAGetWithoutBody() {
    Seen get = site.get(Site.LINK);
    Seen head = site.ask("HEAD", site.path(Site.LINK), "Range", "bytes=0-1");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers()).isEqualTo(get.headers());
    assertThat(head.body()).isEmpty();
    assertThat(site.local.opens).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", ""})
  void otherMethodsAreNotAllowed(String method) {
    Seen seen = site.ask(method, site.path(Site.LINK));
    assertThat(seen.status()).isEqualTo(405);
    assertThat(seen.header("Allow")).isEqualTo("GET, HEAD");
    assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void whateverIsWrongWithAPathTheAnswerIsTheSame() {
    String path = site.path(Site.LINK);
    String token = path.substring(1, path.indexOf('/', 1));
    Seen first = site.ask("GET", "/x/photo.jpg");
    assertThat(first.status()).isEqualTo(404);
    assertThat(first.header("Cache-Control")).isEqualTo("no-store");
    String[] paths = {
      "",
      "/",
      "//",
      "photo.jpg",
      token + "/photo.jpg",
      "/" + token,
      "/" + token + "/",
      "/" + token + "=/photo.jpg",
      "/" + token + "/photo.JPG",
      "/" + token + "/%70hoto.jpg",
      path + "/",
      path + "?",
      path + "?v=1",
      path + "#x",
      path + ";x=1",
      "/" + path,
      "/." + path,
      "/x" + path,
      "/" + token + "//photo.jpg",
      "/" + token + "/./photo.jpg",
      path + "/../photo.jpg"
    };
    for (String wrong : paths) {
      Seen seen = site.ask("GET", wrong);
      assertThat(seen.status()).as(wrong).isEqualTo(404);
      assertThat(seen.headers()).as(wrong).isEqualTo(first.headers());
    }
    assertThat(site.local.opens).hasValue(0);
  }

  @Test
  void anExpiredLinkIsGoneToTheSecond() {
    String path = site.path(Site.LINK);
    // The blob's windows of an hour end at minute 58.
    site.now = site.now.plus(Duration.ofMinutes(118)).minusMillis(1);
    assertThat(site.ask("GET", path).status()).isEqualTo(200);
    assertThat(site.ask("GET", path).header("Cache-Control")).contains("max-age=0,");
    site.now = site.now.plusMillis(1);
    Seen seen = site.ask("GET", path);
    assertThat(seen.status()).isEqualTo(410);
    assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void cachesKeepAFileAsLongAsItsUrlAllows() {
    assertThat(site.get(Site.PUBLIC).header("Cache-Control"))
        .isEqualTo("public, max-age=31536000, s-maxage=86400, immutable");
    assertThat(site.get(Site.LINK).header("Cache-Control"))
        .isEqualTo("public, max-age=7080, must-revalidate, immutable");
    assertThat(site.get(Site.PUBLIC.asMutable()).header("Cache-Control"))
        .isEqualTo("public, max-age=60, must-revalidate");
    assertThat(site.get(Site.LINK.asMutable()).header("Cache-Control"))
        .isEqualTo("public, max-age=60, must-revalidate");
  }

  @Test
  void aPublicLinkWorksForEver() {
    String path = site.path(Site.PUBLIC);
    site.now = site.now.plus(Duration.ofDays(4000));
    assertThat(site.ask("GET", path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(
      value = Visibility.class,
      names = {"PUBLIC", "SIGNED"})
  void aMissingFileIsNotFoundAndNoCacheKeepsThat(Visibility visibility) {
    site.local.delete(Site.KEY);
    FileLink link = Site.LINK.withVisibility(visibility, Site.ATTACHMENT);
    assertThat(site.get(link).status()).isEqualTo(404);
    assertThat(site.get(link).header("Cache-Control")).isEqualTo("no-store");
    assertThat(site.ask("HEAD", site.path(link)).status()).isEqualTo(404);
    String tag = "\"" + "a".repeat(20) + "\"";
    assertThat(site.get(link, "If-None-Match", tag).status()).isEqualTo(404);
    assertThat(site.get(link, "If-None-Match", "*").status()).isEqualTo(404);
  }

  @Test
  void aFormerNameOfAServiceIsUnderstood() {
    var link = FileLink.of(Site.BLOB, "disk", Site.KEY, "photo.jpg", "image/jpeg");
    assertThat(site.get(link).status()).isEqualTo(200);
  }

  @Test
  void aMovedBlobIsFoundByItsRow() {
    site.local.delete(Site.KEY);
    site.archive.hold(Site.KEY, Site.HELLO);
    site.locations.put(Site.BLOB, new BlobLocation("archive", Site.KEY));
    Seen seen = site.get(Site.LINK);
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.body()).isEqualTo(Site.HELLO);
    assertThat(site.get(Site.LINK, "Range", "bytes=-5").text()).isEqualTo("world");
    assertThat(site.lookups).as("the answer is remembered").hasValue(1);
    var unknown = FileLink.of(Site.BLOB, "dropped", Site.KEY, "photo.jpg", "image/jpeg");
    assertThat(site.get(unknown).status()).isEqualTo(200);
  }

  @Test
  void aRowThatNamesTheSamePlaceIsNotTriedTwice() {
    site.local.delete(Site.KEY);
    site.locations.put(Site.BLOB, new BlobLocation("local", Site.KEY));
    assertThat(site.get(Site.LINK).status()).isEqualTo(404);
    assertThat(site.local.opens).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, image/png, inline",
    "application/pdf, application/pdf, inline",
    "text/plain; charset=UTF-8, text/plain; charset=utf-8, inline",
    "text/plain;charset=utf-7, text/plain, inline",
    "application/zip, application/zip, attachment",
    "text/html, application/octet-stream, attachment",
    "TEXT/HTML;charset=x, application/octet-stream, attachment",
    "image/svg+xml, application/octet-stream, attachment",
    "text/xml, application/octet-stream, attachment",
    "application/xhtml+xml, application/octet-stream, attachment",
    "text/javascript, application/octet-stream, attachment",
    "application/java-archive, application/octet-stream, attachment",
    "application/postscript, application/octet-stream, attachment",
    "application/octet-stream, application/octet-stream, attachment",
    "made/up, application/octet-stream, attachment"
  })
  void whatCouldRunIsSentAsBytesToBeSaved(String stored, String sent, String disposition) {
    Seen seen = site.get(FileLink.of(Site.BLOB, "local", Site.KEY, "a.b", stored));
    assertThat(seen.header("Content-Type")).isEqualTo(sent);
    assertThat(seen.header("Content-Disposition")).isEqualTo(disposition + "; filename=\"a.b\"");
  }

  @Test
  void aPdfIsNotSandboxedSinceBrowsersWouldNotShowIt() {
    Seen seen = site.get(FileLink.of(Site.BLOB, "local", Site.KEY, "a.pdf", "application/pdf"));
    assertThat(seen.header("Content-Security-Policy"))
        .startsWith("default-src 'none'")
        .doesNotContain("sandbox");
  }

  @Test
  void aFilmMayFetchItselfButRunNothing() {
    Seen seen = site.get(FileLink.of(Site.BLOB, "local", Site.KEY, "a.mp4", "video/mp4"));
    assertThat(seen.header("Content-Security-Policy"))
        .startsWith("default-src 'none'")
        .endsWith("; sandbox allow-same-origin")
        .doesNotContain("script");
  }

  @Test
  void aDownloadIsSavedUnderItsName() {
    var link = FileLink.of(Site.BLOB, "local", Site.KEY, "naïve \"plan\".png", "image/png");
    assertThat(site.get(link.asDownload()).header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"na_ve _plan_.png\";"
                + " filename*=UTF-8''na%C3%AFve%20%22plan%22.png");
  }

  @Test
  void everyAnswerIsWithoutCookie() {
    assertThat(site.get(Site.LINK).headers()).doesNotContainKey("Set-Cookie");
  }
}
