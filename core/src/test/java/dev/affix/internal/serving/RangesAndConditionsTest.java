package dev.affix.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.internal.serving.Site.Seen;
import dev.affix.internal.signing.FileLink;
import dev.affix.internal.signing.VariantLink;
import dev.affix.storage.StorageKey;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesAndConditionsTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    assertThat(site.local.readersOpen).as("readers left open").hasValue(0);
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-4, hello, bytes 0-4/12",
    "bytes=7-, world, bytes 7-11/12",
    "bytes=7-99, world, bytes 7-11/12",
    "bytes=11-11, d, bytes 11-11/12",
    "bytes=-5, world, bytes 7-11/12",
    "'bytes=-99', 'hello, world', bytes 0-11/12",
    "'bytes=0-', 'hello, world', bytes 0-11/12",
    "' Bytes = 0-4 ', hello, bytes 0-4/12",
    "bytes=0-99999999999999999999, 'hello, world', bytes 0-11/12",
    "bytes=-99999999999999999999, 'hello, world', bytes 0-11/12"
  })
  void givesThePartAskedFor(String range, String text, String contentRange) {
    Seen seen = site.get(Site.LINK, "Range", range);
    assertThat(seen.status()).isEqualTo(206);
    assertThat(seen.text()).isEqualTo(text);
    assertThat(seen.header("Content-Range")).isEqualTo(contentRange);
    assertThat(seen.header("Content-Length")).isEqualTo(Integer.toString(text.length()));
    assertThat(seen.header("ETag")).isEqualTo(site.get(Site.LINK).header("ETag"));
    assertThat(seen.header("Cache-Control")).startsWith("public, max-age=");
  }

  @Test
  void aPartFromAnOffsetCostsOneCall() {
    site.get(Site.LINK, "Range", "bytes=7-");
    assertThat(site.local.opens).hasValue(1);
    assertThat(site.local.heads).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,3-4",
        "bytes=0-1, 3-4, -2",
        "bytes=5-2",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=0-1x",
        "bytes 0-1",
        "lines=0-1",
        "",
        "bytes=--1",
        "bytes=+1-2",
        "bytes=0x1-2",
        "bytes=٣-٤"
      })
  void whatIsNotOneRangeIsTheWholeFile(String range) {
    Seen seen = site.get(Site.LINK, "Range", range);
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.body()).isEqualTo(Site.HELLO);
    assertThat(seen.headers()).doesNotContainKey("Content-Range");
  }

  @Test
  void twoRangeHeadersAreSeveralRanges() {
    Seen seen = site.get(Site.LINK, "Range", "bytes=0-1", "Range", "bytes=3-4");
    assertThat(seen.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=12-", "bytes=12-20", "bytes=99999999999999999999-", "bytes=-0"})
  void aRangeBeyondTheEndTellsTheSize(String range) {
    Seen seen = site.get(Site.LINK, "Range", range);
    assertThat(seen.status()).isEqualTo(416);
    assertThat(seen.header("Content-Range")).isEqualTo("bytes */12");
    assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
    assertThat(seen.body()).isEmpty();
  }

  @Test
  void anEmptyFileHasNoPartsButAnEnd() {
    StorageKey empty = StorageKey.of("e".repeat(28));
    site.local.hold(empty, new byte[0]);
    FileLink link = FileLink.of(Site.BLOB, "local", empty, "e.txt", "text/plain");
    assertThat(site.get(link).status()).isEqualTo(200);
    assertThat(site.get(link).header("Content-Length")).isEqualTo("0");
    assertThat(site.get(link, "Range", "bytes=0-").header("Content-Range")).isEqualTo("bytes */0");
    assertThat(site.get(link, "Range", "bytes=0-0").status()).isEqualTo(416);
    assertThat(site.get(link, "Range", "bytes=-1").status()).isEqualTo(200);
  }

  @Test
  void whoHasTheFileIsToldSoOnceTheStorageConfirmedIt() {
    Seen whole = site.get(Site.LINK);
    String tag = whole.header("ETag");
    int opens = site.local.opens.get();
    for (String header :
        new String[] {tag, "W/" + tag, "\"x\", " + tag, "W/\"x\" ,,W/" + tag, "*"}) {
      Seen seen = site.get(Site.LINK, "If-None-Match", header, "Range", "bytes=0-1");
      assertThat(seen.status()).as(header).isEqualTo(304);
      assertThat(seen.body()).isEmpty();
      assertThat(seen.header("ETag")).isEqualTo(tag);
      assertThat(seen.header("Cache-Control")).isEqualTo(whole.header("Cache-Control"));
      assertThat(seen.headers()).doesNotContainKeys("Content-Length", "Content-Type");
    }
    assertThat(site.ask("HEAD", site.path(Site.LINK), "If-None-Match", tag).status())
        .isEqualTo(304);
    assertThat(site.local.opens).hasValue(opens);
    assertThat(site.local.heads).hasValue(6);
    site.local.delete(Site.KEY);
    assertThat(site.get(Site.LINK, "If-None-Match", tag).status()).isEqualTo(404);
  }

  @Test
  void whoHasAnotherFileGetsThisOne() {
    String bare = site.get(Site.LINK).header("ETag").replace("\"", "");
    for (String header : new String[] {"\"x\"", bare, "", "\"", ", , ,", "\"" + bare}) {
      assertThat(site.get(Site.LINK, "If-None-Match", header).status()).as(header).isEqualTo(200);
    }
  }

  @Test
  void datesAreNoConditions() {
    String later = "Sun, 01 Mar 2099 12:00:00 GMT";
    assertThat(site.get(Site.LINK, "If-Modified-Since", later).status()).isEqualTo(200);
    assertThat(site.get(Site.LINK, "If-Unmodified-Since", "Sat, 01 Jan 2000 12:00:00 GMT").status())
        .isEqualTo(200);
    assertThat(site.get(Site.LINK, "If-Range", later, "Range", "bytes=0-1").status())
        .isEqualTo(200);
  }

  @Test
  void aRangeIsOnlyGivenOfTheFileTheClientBegan() {
    String tag = site.get(Site.LINK).header("ETag");
    assertThat(site.get(Site.LINK, "If-Range", tag, "Range", "bytes=0-4").text())
        .isEqualTo("hello");
    assertThat(site.get(Site.LINK, "If-Range", tag, "Range", "bytes=-5").text()).isEqualTo("world");
    assertThat(site.get(Site.LINK, "If-Range", tag, "Range", "bytes=50-").status()).isEqualTo(416);
    assertThat(site.get(Site.LINK, "If-Range", "\"x\"", "Range", "bytes=50-").status())
        .isEqualTo(200);
    assertThat(site.get(Site.LINK, "If-Range", "W/" + tag, "Range", "bytes=0-4").status())
        .isEqualTo(200);
  }

  @Test
  void ifMatchAsksForExactlyThisFile() {
    String tag = site.get(Site.LINK).header("ETag");
    assertThat(site.get(Site.LINK, "If-Match", tag).status()).isEqualTo(200);
    assertThat(site.get(Site.LINK, "If-Match", "*").status()).isEqualTo(200);
    assertThat(site.get(Site.LINK, "If-Match", "W/" + tag).status()).isEqualTo(412);
    assertThat(site.get(Site.LINK, "If-Match", "\"x\"").header("Cache-Control"))
        .isEqualTo("no-store");
  }

  @Test
  void theTagIsTheBytesNotThePlaceOrTime() {
    String tag = site.get(Site.LINK).header("ETag");
    site.local.hold(Site.KEY, Site.HELLO, Instant.parse("2026-02-02T00:00:00Z"));
    assertThat(site.get(Site.LINK).header("ETag")).isEqualTo(tag);
    assertThat(site.get(Site.PUBLIC).header("ETag")).isEqualTo(tag);
    String mutable = site.get(Site.LINK.asMutable()).header("ETag");
    site.local.hold(Site.KEY, Site.HELLO, Instant.parse("2026-02-03T00:00:00Z"));
    assertThat(site.get(Site.LINK.asMutable()).header("ETag")).isNotEqualTo(mutable);
  }

  @Test
  void aVariantMadeAgainHasAnotherTag() {
    StorageKey key = Site.KEY.variant(Site.DIGEST);
    var link = Site.LINK.withVariant(VariantLink.of("thumb", Site.DIGEST, "image/webp"));
    site.local.hold(key, Site.HELLO);
    String tag = site.get(link).header("ETag");
    assertThat(site.get(link).header("ETag")).isEqualTo(tag);
    site.local.hold(key, Site.HELLO, Instant.parse("2026-02-02T00:00:00Z"));
    assertThat(site.get(link).header("ETag")).isNotEqualTo(tag);
  }

  @Test
  @Timeout(5)
  void noHeaderCostsMoreThanItsLength() {
    String[] hostile = {
      "bytes=" + "0-0,".repeat(20_000),
      "bytes=" + "9".repeat(80_000) + "-",
      " ".repeat(80_000),
      "\"" + "a".repeat(80_000),
      " , ".repeat(30_000) + "\"",
      "\"a\",".repeat(20_000)
    };
    for (String header : hostile) {
      assertThat(site.get(Site.LINK, "Range", header).status()).isEqualTo(200);
      assertThat(site.get(Site.LINK, "If-None-Match", header).status()).isEqualTo(200);
      assertThat(site.get(Site.LINK, "If-Range", header, "Range", "bytes=0-").status())
          .isEqualTo(200);
    }
  }
}
