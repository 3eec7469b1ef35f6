package dev.affix.internal.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.Urls;
import dev.affix.Visibility;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UrlSignerTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:01Z");
  private static final FileLink PHOTO =
      FileLink.of(Samples.BLOB, "local", Samples.KEY, "My photo.jpeg", "image/jpeg");

  @Test
  void aPublicUrlNeverChangesAndNeverEnds() {
    FileLink link = PHOTO.withVisibility(Visibility.PUBLIC, Samples.ATTACHMENT);
    URI url = at(NOON).urlOf(link);
    assertThat(url).isEqualTo(at(NOON.plus(Duration.ofDays(4000))).urlOf(link));
    assertThat(url.toString())
        .startsWith("https://cdn.example.org/files/")
        .endsWith("/My%20photo.jpeg");
    ServeToken token = tokenOf(url);
    assertThat(token.expiresAt()).isNull();
    assertThat(token.attachmentId()).isNull();
  }

  @Test
  void aSignedUrlIsTheSameWithinItsWindow() {
    // Computed apart from this code: the blob's phase is minute 58.
    Instant end = Instant.parse("2026-03-01T13:58:00Z");
    assertThat(tokenOf(at(NOON).urlOf(PHOTO)).expiresAt()).isEqualTo(end);
    URI first = at(end.minus(Duration.ofHours(2)).plusMillis(1)).urlOf(PHOTO);
    URI last = at(end.minus(Duration.ofHours(1))).urlOf(PHOTO);
    assertThat(first).isEqualTo(last).isEqualTo(at(NOON).urlOf(PHOTO));
    assertThat(at(end.minus(Duration.ofHours(1)).plusMillis(1)).urlOf(PHOTO)).isNotEqualTo(first);
    assertThat(at(end.minus(Duration.ofHours(2))).urlOf(PHOTO)).isNotEqualTo(first);
  }

  @Test
  void aSignedUrlLastsAtLeastItsTimeAndLessThanAWindowMore() {
    var random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      Instant now = NOON.plusMillis(random.nextLong(1L << 40));
      Duration ttl = Duration.ofMinutes(1 + random.nextInt(5_000));
      Duration window = Duration.ofMinutes(1 + random.nextInt(5_000));
      Instant end = Expiry.of(now, ttl, window, new UUID(random.nextLong(), random.nextLong()));
      Duration life = Duration.between(now, end);
      // Up to a minute more, since tokens count in minutes.
      assertThat(life).isBetween(ttl, ttl.plus(window).plusMinutes(1));
    }
  }

  @Test
  void windowsOfBlobsMadeInARowDoNotEndTogether() {
    var ends = new HashSet<Instant>();
    for (int i = 0; i < 200; i++) {
      UUID id = new UUID(0x01928f3e7c007000L, 0x8000000000000000L + i);
      ends.add(Expiry.of(NOON, Duration.ofHours(1), Duration.ofHours(1), id));
    }
    assertThat(ends).hasSizeGreaterThan(45);
  }

  @Test
  void aGuardedUrlNamesItsAttachment() {
    FileLink link = PHOTO.withVisibility(Visibility.GUARDED, Samples.ATTACHMENT);
    ServeToken token = tokenOf(at(NOON).urlOf(link));
    assertThat(token.attachmentId()).isEqualTo(Samples.ATTACHMENT);
    assertThat(token.expiresAt()).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new FileLink(
                Samples.BLOB,
                "local",
                Samples.KEY,
                "a",
                "image/png",
                Visibility.GUARDED,
                Disposition.INLINE,
                false,
                null,
                null));
  }

  @Test
  void aVariantHasTheExtensionOfWhatItIs() {
    VariantLink webp = VariantLink.of("standard", Samples.DIGEST, "image/webp");
    URI url = at(NOON).urlOf(PHOTO.withVariant(webp));
    assertThat(url.toString()).endsWith("/My%20photo.webp");
    assertThat(tokenOf(url).variant()).isEqualTo(webp);
    assertThat(PHOTO.withVariant(VariantLink.of("x", Samples.DIGEST, "image/bmp")).segment())
        .isEqualTo("My%20photo.jpeg");
    assertThat(named(".hidden").withVariant(webp).segment()).isEqualTo(".hidden.webp");
    assertThat(named("noext").withVariant(webp).segment()).isEqualTo("noext.webp");
    assertThat(named("").withVariant(webp).segment()).isEqualTo("file.webp");
  }

  @Test
  void downloadsAndMutableFilesAreMarked() {
    ServeToken token = tokenOf(at(NOON).urlOf(PHOTO.asDownload().asMutable()));
    assertThat(token.disposition()).isEqualTo(Disposition.ATTACHMENT);
    assertThat(token.mutable()).isTrue();
  }

  private static FileLink named(String filename) {
    return FileLink.of(Samples.BLOB, "local", Samples.KEY, filename, "image/jpeg");
  }

  private static UrlSigner at(Instant now) {
    return new UrlSigner(
        Samples.codec(), Urls.proxy("https://cdn.example.org/files"), InstantSource.fixed(now));
  }

  private static ServeToken tokenOf(URI url) {
    String[] parts = url.toString().split("/", -1);
    var token = Samples.codec().open(parts[parts.length - 2], parts[parts.length - 1]);
    return (ServeToken) token.orElseThrow();
  }
}
