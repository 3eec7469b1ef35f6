package dev.affix.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.internal.serving.Site.Seen;
import dev.affix.internal.signing.FileLink;
import dev.affix.internal.signing.VariantLink;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.serving.GuardedFile;
import dev.affix.storage.StorageKey;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VariantsAndGuardsTest {
  private static final StorageKey DERIVED = Site.KEY.variant(Site.DIGEST);
  private static final byte[] SMALL = {1, 2, 3};
  private static final FileLink THUMB =
      Site.LINK.withVariant(VariantLink.of("thumb", Site.DIGEST, "image/webp"));
  private static final GuardedFile ICON =
      new GuardedFile(Site.ATTACHMENT, Site.BLOB, "pseud", "7", "icon");

  private final Site site = new Site();

  @BeforeEach
  void attach() {
    site.attachments.put(Site.ATTACHMENT, ICON);
  }

  @AfterEach
  void close() {
    assertThat(site.local.readersOpen).as("readers left open").hasValue(0);
    site.close();
  }

  @Test
  void aVariantThatIsThereAsksNobody() {
    site.local.hold(DERIVED, SMALL);
    Seen seen = site.get(THUMB);
    assertThat(seen.body()).isEqualTo(SMALL);
    assertThat(seen.header("Content-Type")).isEqualTo("image/webp");
    assertThat(seen.header("Content-Disposition")).isEqualTo("inline; filename=\"photo.webp\"");
    assertThat(site.produced).hasValue(0);
    assertThat(site.lookups).hasValue(0);
  }

  @Test
  void aVariantIsMadeAtItsFirstRequest() {
    String path = site.path(THUMB);
    site.producer =
        (blobId, service, blobKey, name, digest) -> {
          assertThat(blobId).isEqualTo(Site.BLOB);
          assertThat(service).isEqualTo("local");
          assertThat(blobKey).isEqualTo(Site.KEY);
          assertThat(name).isEqualTo("thumb");
          site.local.hold(blobKey.variant(digest), SMALL);
          return new VariantOutcome.Ready(service, blobKey.variant(digest), "image/webp");
        };
    Seen first = site.ask("GET", path);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body()).isEqualTo(SMALL);
    assertThat(site.path(THUMB)).isEqualTo(path);
    assertThat(site.ask("GET", path).headers()).isEqualTo(first.headers());
    assertThat(site.produced).hasValue(1);
  }

  @Test
  void aVariantMayLieElsewhere() {
    StorageKey adopted = StorageKey.of("icons/7/standard.png");
    site.archive.hold(adopted, SMALL);
    site.producer = (b, s, k, n, d) -> new VariantOutcome.Ready("archive", adopted, "image/webp");
    assertThat(site.get(THUMB).body()).isEqualTo(SMALL);
    var known = new VariantLink("thumb", Site.DIGEST, "image/png", adopted);
    site.local.hold(adopted, SMALL);
    assertThat(site.get(Site.LINK.withVariant(known)).body()).isEqualTo(SMALL);
    assertThat(site.produced).hasValue(1);
  }

  @Test
  void anotherTypeThanTheTokenNamesIsNotKept() {
    site.local.hold(StorageKey.of("png"), SMALL);
    site.producer =
        (b, s, k, n, d) -> new VariantOutcome.Ready("local", StorageKey.of("png"), "image/png");
    Seen seen = site.get(THUMB);
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.header("Content-Type")).isEqualTo("image/png");
    assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void whatIsBeingMadeIsToBeAskedForAgain() {
    site.producer = (b, s, k, n, d) -> new VariantOutcome.Pending(Duration.ofMillis(2500));
    Seen seen = site.get(THUMB);
    assertThat(seen.status()).isEqualTo(503);
    assertThat(seen.header("Retry-After")).isEqualTo("3");
    assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void whatCannotBeMadeIsNotFound() {
    VariantOutcome[] outcomes = {
      new VariantOutcome.Failed(),
      new VariantOutcome.Gone(),
      new VariantOutcome.Ready("local", StorageKey.of("lost"), "image/webp"),
      new VariantOutcome.Ready("dropped", DERIVED, "image/webp")
    };
    for (VariantOutcome outcome : outcomes) {
      site.producer = (b, s, k, n, d) -> outcome;
      assertThat(site.get(THUMB).status()).as("%s", outcome).isEqualTo(404);
      assertThat(site.get(THUMB).header("Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void aProducerWithABugIsAnErrorOfTheServer() {
    site.producer =
        (b, s, k, n, d) -> {
          throw new IllegalStateException("a bug");
        };
    assertThat(site.get(THUMB).status()).isEqualTo(500);
    assertThat(site.get(THUMB).header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void aGuardedFileIsRefusedUnlessTheApplicationAllowsIt() {
    Seen refused = site.get(Site.GUARDED);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
    assertThat(site.local.opens).hasValue(0);
    site.access = (request, file) -> true;
    Seen allowed = site.get(Site.GUARDED);
    assertThat(allowed.status()).isEqualTo(200);
    assertThat(allowed.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(allowed.header("Cross-Origin-Resource-Policy")).isEqualTo("same-site");
  }

  @Test
  void theApplicationIsAskedEveryTimeAndToldWhoAndWhat() {
    var seen = new AtomicReference<GuardedFile>();
    site.access =
        (request, file) -> {
          seen.set(file);
          return "alice".equals(request.principal());
        };
    FileRequest request = FileRequest.of("GET", site.path(Site.GUARDED));
    assertThat(statusOf(request.withPrincipal("alice"))).isEqualTo(200);
    assertThat(statusOf(request.withPrincipal("bob"))).isEqualTo(403);
    assertThat(statusOf(request)).isEqualTo(403);
    assertThat(statusOf(request.withPrincipal("alice"))).isEqualTo(200);
    assertThat(seen).hasValue(ICON);
    assertThat(site.lookups).as("the row is remembered").hasValue(1);
    String tag = site.ask("GET", site.path(Site.LINK)).header("ETag");
    assertThat(statusOf(request.withHeader("If-None-Match", tag))).isEqualTo(403);
  }

  @Test
  void aGuardedFileGoesWithItsAttachment() {
    site.access = (request, file) -> true;
    assertThat(site.get(Site.GUARDED).status()).isEqualTo(200);
    site.attachments.clear();
    site.now = site.now.plus(CachedLookup.LIFETIME);
    assertThat(site.get(Site.GUARDED).status()).isEqualTo(404);
    site.attachments.put(
        Site.ATTACHMENT, new GuardedFile(Site.ATTACHMENT, new UUID(1, 2), "pseud", "7", "icon"));
    site.now = site.now.plus(CachedLookup.LIFETIME);
    assertThat(site.get(Site.GUARDED).status()).as("it holds another file now").isEqualTo(404);
  }

  @Test
  void aCheckThatFailsAllowsNothing() {
    site.access =
        (request, file) -> {
          throw new IllegalStateException("a bug");
        };
    assertThat(site.get(Site.GUARDED).status()).isEqualTo(500);
    assertThat(site.local.opens).hasValue(0);
  }

  @Test
  void guardedVariantsAreGuardedToo() {
    site.local.hold(DERIVED, SMALL);
    FileLink link = Site.GUARDED.withVariant(VariantLink.of("thumb", Site.DIGEST, "image/webp"));
    assertThat(site.get(link).status()).isEqualTo(403);
    site.access = (request, file) -> true;
    assertThat(site.get(link).body()).isEqualTo(SMALL);
  }

  @Test
  void aDatabaseThatIsDownIsToBeAskedAgain() {
    site.databaseDown = true;
    assertThat(site.get(Site.LINK).status()).as("needs no row").isEqualTo(200);
    Seen seen = site.get(Site.GUARDED);
    assertThat(seen.status()).isEqualTo(503);
    assertThat(seen.header("Retry-After")).isEqualTo("2");
  }

  private int statusOf(FileRequest request) {
    try (FileResponse response = site.handler.handle(request)) {
      return response.status();
    }
  }
}
