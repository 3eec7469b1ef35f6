package dev.affix.internal.serving;

import static dev.affix.image.Variation.format;
import static dev.affix.image.Variation.resizeToLimit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.Visibility;
import dev.affix.image.ImageFormat;
import dev.affix.image.Variation;
import dev.affix.internal.serving.Site.Seen;
import dev.affix.internal.signing.FileLink;
import dev.affix.internal.signing.VariantLink;
import dev.affix.serving.GuardedFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is shown in place of a variant, and that no cache takes it for the variant. */
class SubstitutesTest {
  private static final byte[] SMALL = {1, 2, 3};
  private static final byte[] PICTURE = {9, 9};
  private static final Variation WEBP = Variation.of(resizeToLimit(5, 5), format(ImageFormat.WEBP));
  private static final Substitute SMALLER = new Substitute.OtherVariant("small", WEBP);
  private static final Substitute NOTHING = new Substitute.Placeholder("image/png", PICTURE);
  private static final FileLink THUMB =
      Site.PUBLIC.withVariant(VariantLink.of("thumb", Site.DIGEST, "image/webp"));

  private final Site site = new Site();

  @AfterEach
  void close() {
    assertThat(site.local.readersOpen).as("readers left open").hasValue(0);
    site.close();
  }

  @Test
  void anotherVariantOfTheSameTypeIsNotKeptAsTheRealThing() {
    site.local.hold(Site.KEY.variant(Site.DIGEST), SMALL);
    Seen real = site.get(THUMB);
    site.local.delete(Site.KEY.variant(Site.DIGEST));
    instead(SMALLER);
    site.local.hold(Site.KEY.variant(WEBP.digest()), SMALL);

    Seen seen = site.get(THUMB);
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.body()).isEqualTo(SMALL);
    assertThat(seen.header("Content-Type")).isEqualTo(real.header("Content-Type"));
    assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
    assertThat(seen.header("ETag")).isNotEqualTo(real.header("ETag"));
    assertThat(site.get(THUMB, "If-None-Match", real.header("ETag")).status()).isEqualTo(200);
    assertThat(site.get(THUMB, "If-Range", real.header("ETag"), "Range", "bytes=1-").status())
        .as("a part of the real one is not completed by it")
        .isEqualTo(200);
  }

  @Test
  void anotherVariantIsMadeIfNeedBe() {
    instead(SMALLER);
    site.producer =
        (blob, service, key, name, digest) -> {
          if (!name.equals("small")) {
            return new VariantOutcome.Failed();
          }
          site.local.hold(key.variant(digest), SMALL);
          return new VariantOutcome.Ready(service, key.variant(digest), "image/webp");
        };
    assertThat(site.get(THUMB).body()).isEqualTo(SMALL);
    assertThat(site.get(THUMB).header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void theOriginalIsShownOnlyWhereItMayBe() {
    assertThat(site.get(THUMB).status()).isEqualTo(404);
    instead(new Substitute.Original());
    Seen seen = site.get(THUMB);
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.body()).isEqualTo(Site.HELLO);
    assertThat(seen.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void theOriginalIsFoundWhereItMoved() {
    instead(new Substitute.Original());
    site.local.delete(Site.KEY);
    site.archive.hold(Site.KEY, Site.HELLO);
    site.locations.put(Site.BLOB, new BlobLocation("archive", Site.KEY));
    assertThat(site.get(THUMB).body()).isEqualTo(Site.HELLO);
  }

  @Test
  void aPlaceholderComesWith404AndIsKeptNowhere() {
    instead(SMALLER, NOTHING);
    Seen seen = site.get(THUMB);
    assertThat(seen.status()).isEqualTo(404);
    assertThat(seen.body()).isEqualTo(PICTURE);
    assertThat(seen.header("Content-Type")).isEqualTo("image/png");
    assertThat(seen.header("Content-Length")).isEqualTo("2");
    assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
    assertThat(seen.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(seen.header("Content-Security-Policy")).contains("sandbox");
    assertThat(seen.headers()).doesNotContainKey("ETag");

    Seen head = site.ask("HEAD", site.path(THUMB));
    assertThat(head.status()).isEqualTo(404);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo("2");
  }

  @Test
  void theFirstThatIsThereIsTaken() {
    instead(SMALLER, new Substitute.Original(), NOTHING);
    assertThat(site.get(THUMB).body()).isEqualTo(Site.HELLO);
    site.local.hold(Site.KEY.variant(WEBP.digest()), SMALL);
    assertThat(site.get(THUMB).body()).isEqualTo(SMALL);
  }

  @Test
  void aSubstituteThatIsBeingMadeIsWaitedForIfNothingElseIsThere() {
    site.producer =
        (blob, service, key, name, digest) ->
            name.equals("small")
                ? new VariantOutcome.Pending(Duration.ofSeconds(7))
                : new VariantOutcome.Failed();
    instead(SMALLER);
    assertThat(site.get(THUMB).status()).isEqualTo(503);
    assertThat(site.get(THUMB).header("Retry-After")).isEqualTo("7");
    instead(SMALLER, NOTHING);
    assertThat(site.get(THUMB).status()).isEqualTo(404);
  }

  @Test
  void whatIsBeingMadeHasNoSubstitute() {
    instead(NOTHING);
    site.producer = (b, s, k, n, d) -> new VariantOutcome.Pending(Duration.ofSeconds(1));
    assertThat(site.get(THUMB).status()).isEqualTo(503);
  }

  @Test
  void whoMayNotReadTheFileSeesNoSubstitute() {
    instead(new Substitute.Original(), NOTHING);
    FileLink guarded =
        Site.LINK
            .withVisibility(Visibility.GUARDED, Site.ATTACHMENT)
            .withVariant(VariantLink.of("thumb", Site.DIGEST, "image/webp"));
    site.attachments.put(
        Site.ATTACHMENT, new GuardedFile(Site.ATTACHMENT, Site.BLOB, "pseud", "7", "icon"));
    Seen seen = site.get(guarded);
    assertThat(seen.status()).isEqualTo(403);
    assertThat(seen.body()).isEmpty();
  }

  @Test
  void aPlaceholderMustBeSomethingToLookAt() {
    Map.of("image/svg+xml", PICTURE, "text/html", PICTURE, "image/png", new byte[0])
        .forEach((type, bytes) ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> new Substitute.Placeholder(type, bytes)));
  }

  private void instead(Substitute... substitutes) {
    site.substitutes =
        (name, digest) ->
            name.equals("thumb") && digest.equals(Site.DIGEST) ? List.of(substitutes) : List.of();
  }
}
