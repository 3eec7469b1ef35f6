package dev.affix.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.affix.internal.serving.Site.Seen;
import dev.affix.internal.signing.FileLink;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.serving.GuardedFile;
import dev.affix.serving.ServingLimits;
import dev.affix.storage.StorageKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimitsTest {
  private static final ServingLimits TWO_AT_ONCE =
      ServingLimits.DEFAULTS.withReadsPerService(2).withPlaceWait(Duration.ZERO);
  private static final StorageKey LARGE_KEY = StorageKey.of("l".repeat(28));
  private static final FileLink LARGE =
      FileLink.of(Site.BLOB, "local", LARGE_KEY, "large.bin", "application/zip");
  private static final FileLink ELSEWHERE =
      FileLink.of(Site.BLOB, "archive", Site.KEY, "photo.jpg", "image/jpeg");

  @Test
  void aStorageThatIsDownIsToBeAskedAgain() {
    try (var site = new Site()) {
      site.local.down = true;
      Seen seen = site.get(Site.LINK);
      assertThat(seen.status()).isEqualTo(503);
      assertThat(seen.header("Retry-After")).isEqualTo("2");
      assertThat(seen.header("Cache-Control")).isEqualTo("no-store");
      assertThat(site.ask("HEAD", site.path(Site.LINK)).status()).isEqualTo(503);
      site.local.down = false;
      assertThat(site.get(Site.LINK).status()).isEqualTo(200);
    }
  }

  @Test
  void aBugOfAStorageIsAnErrorOfTheServerAndLosesNoPlace() {
    try (var site = new Site(TWO_AT_ONCE)) {
      site.local.broken = true;
      for (int i = 0; i < 5; i++) {
        assertThat(site.get(Site.LINK).status()).isEqualTo(500);
        assertThat(site.ask("HEAD", site.path(Site.LINK)).status()).isEqualTo(500);
      }
      site.local.broken = false;
      assertThat(site.get(Site.LINK).status()).isEqualTo(200);
    }
  }

  @Test
  void errorsMissesAndEmptyRangesLoseNoPlace() {
    try (var site = new Site(TWO_AT_ONCE)) {
      for (int i = 0; i < 5; i++) {
        assertThat(site.get(LARGE).status()).isEqualTo(404);
        assertThat(site.get(Site.LINK, "Range", "bytes=99-").status()).isEqualTo(416);
        assertThat(site.get(Site.LINK, "If-None-Match", "*").status()).isEqualTo(304);
        site.local.missingBytes = 1;
        assertThat(site.get(Site.LINK).status()).as("cut short").isEqualTo(500);
        site.local.missingBytes = 0;
      }
      assertThat(site.get(Site.LINK).status()).isEqualTo(200);
      assertThat(site.local.readersOpen).hasValue(0);
    }
  }

  @Test
  void aLargeFileKeepsItsPlaceUntilItsAnswerIsClosed() throws IOException {
    try (var site = new Site(TWO_AT_ONCE)) {
      byte[] large = new byte[OpenObject.IN_HAND_BYTES + 1];
      large[large.length - 1] = 9;
      site.local.hold(LARGE_KEY, large);
      FileResponse first = open(site, LARGE);
      FileResponse second = open(site, LARGE);
      assertThat(site.get(LARGE).status()).as("no place left").isEqualTo(503);
      var out = new ByteArrayOutputStream();
      first.writeTo(out);
      assertThat(out.toByteArray()).isEqualTo(large);
      first.close();
      first.close();
      assertThat(site.get(LARGE).status()).isEqualTo(200);
      FileResponse third = open(site, LARGE);
      assertThat(site.get(LARGE).status()).as("closing twice gave one place").isEqualTo(503);
      second.close();
      third.close();
      assertThat(site.local.readersOpen).hasValue(0);
    }
  }

  @Test
  void aSmallFileNeedsNoPlaceWhileItsClientReads() throws IOException {
    try (var site = new Site(TWO_AT_ONCE)) {
      var answers = new ArrayList<FileResponse>();
      for (int i = 0; i < 10; i++) {
        answers.add(open(site, Site.LINK));
      }
      assertThat(site.local.readersOpen).hasValue(0);
      for (FileResponse answer : answers) {
        var out = new ByteArrayOutputStream();
        answer.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(Site.HELLO);
        answer.close();
      }
    }
  }

  @Test
  void aStorageThatHangsTakesNothingFromAnother() throws Exception {
    ServingLimits limits = TWO_AT_ONCE.withFirstByte(Duration.ofSeconds(30));
    try (var site = new Site(limits);
        ExecutorService clients = Executors.newCachedThreadPool()) {
      site.archive.hold(Site.KEY, Site.HELLO);
      var hanging = new CountDownLatch(2);
      site.local.hanging = hanging;
      List<Future<Seen>> stuck = new ArrayList<>();
      stuck.add(clients.submit(() -> site.get(Site.LINK)));
      stuck.add(clients.submit(() -> site.get(Site.LINK)));
      hanging.await();
      assertThat(site.get(Site.LINK).status()).as("its places are taken").isEqualTo(503);
      assertThat(site.get(ELSEWHERE).status()).as("the other's are not").isEqualTo(200);
      site.local.mayGoOn.countDown();
      for (Future<Seen> client : stuck) {
        assertThat(client.get().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void noRequestWaitsBeyondItsDeadlineAndWhatComesLateIsClosed() throws Exception {
    ServingLimits limits = TWO_AT_ONCE.withFirstByte(Duration.ofMillis(50));
    try (var site = new Site(limits)) {
      byte[] large = new byte[OpenObject.IN_HAND_BYTES * 2];
      site.local.hold(LARGE_KEY, large);
      site.local.hanging = new CountDownLatch(1);
      assertThat(site.get(LARGE).status()).isEqualTo(503);
      assertThat(site.ask("HEAD", site.path(LARGE)).status()).isEqualTo(503);
      assertThat(site.local.opens).hasValue(1);
      assertThat(site.get(LARGE).status()).as("both calls still hang").isEqualTo(503);
      assertThat(site.local.opens).as("a call that hangs keeps its place").hasValue(1);
      site.local.hanging = null;
      site.local.mayGoOn.countDown();
      awaitPlaces(site, 2);
      assertThat(site.local.readersOpen).as("the late reader").hasValue(0);
      assertThat(site.get(LARGE).status()).isEqualTo(200);
    }
  }

  @Test
  void lookUpsHaveALimitOfTheirOwn() throws Exception {
    var asking = new CountDownLatch(CachedLookup.QUESTIONS);
    var mayAnswer = new CountDownLatch(1);
    var questions = new AtomicInteger();
    var slow =
        new BlobLookup() {
          @Override
          public Optional<GuardedFile> attachment(UUID id) {
            return Optional.empty();
          }

          @Override
          public Optional<BlobLocation> locate(UUID id) {
            questions.incrementAndGet();
            asking.countDown();
            try {
              mayAnswer.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return Optional.of(new BlobLocation("local", Site.KEY));
          }
        };
    var site = new Site();
    var lookup = new CachedLookup(slow, () -> site.now);
    try (site;
        ExecutorService clients = Executors.newCachedThreadPool()) {
      List<Future<Optional<BlobLocation>>> asked = new ArrayList<>();
      for (int i = 0; i < CachedLookup.QUESTIONS; i++) {
        UUID id = new UUID(0, i);
        asked.add(clients.submit(() -> lookup.locate(id)));
      }
      asking.await();
      assertThatExceptionOfType(BusyException.class)
          .isThrownBy(() -> lookup.locate(new UUID(1, 1)))
          .withMessageContaining("places for look-ups");
      mayAnswer.countDown();
      for (Future<Optional<BlobLocation>> answer : asked) {
        assertThat(answer.get()).isPresent();
      }
      lookup.locate(new UUID(0, 0));
      assertThat(questions).as("remembered").hasValue(CachedLookup.QUESTIONS);
      site.now = site.now.plus(CachedLookup.LIFETIME);
      lookup.locate(new UUID(0, 0));
      assertThat(questions).as("forgotten").hasValue(CachedLookup.QUESTIONS + 1);
    }
  }

  @Test
  void lookUpsRememberOnlySoMuch() {
    try (var site = new Site()) {
      var lookup = new CachedLookup(site, () -> site.now);
      for (int i = 0; i <= CachedLookup.CAPACITY; i++) {
        lookup.locate(new UUID(0, i));
      }
      int asked = site.lookups.get();
      lookup.locate(new UUID(0, CachedLookup.CAPACITY));
      assertThat(site.lookups).as("the newest is remembered, absence too").hasValue(asked);
      lookup.locate(new UUID(0, 0));
      assertThat(site.lookups).as("the oldest is not").hasValue(asked + 1);
    }
  }

  @Test
  void manyClientsGetTheirFilesAndAllPlacesComeBack() throws Exception {
    var limits =
        ServingLimits.DEFAULTS.withReadsPerService(3).withPlaceWait(Duration.ofSeconds(30));
    try (var site = new Site(limits.withFirstByte(Duration.ofSeconds(30)));
        ExecutorService clients = Executors.newFixedThreadPool(12)) {
      site.local.hold(LARGE_KEY, new byte[OpenObject.IN_HAND_BYTES * 3]);
      List<Future<Seen>> answers = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        FileLink link = i % 3 == 0 ? LARGE : Site.LINK;
        String range = i % 2 == 0 ? "bytes=2-" : "none";
        answers.add(clients.submit(() -> site.get(link, "Range", range)));
      }
      for (Future<Seen> answer : answers) {
        assertThat(answer.get().status()).isIn(200, 206);
      }
      assertThat(site.local.readersOpen).hasValue(0);
      assertThat(site.handler.freePlaces(site.local)).isEqualTo(3);
    }
  }

  @Test
  void aClosedHandlerAnswersThatItIsBusy() {
    var site = new Site();
    site.close();
    assertThat(site.get(Site.LINK).status()).isEqualTo(503);
  }

  private static FileResponse open(Site site, FileLink link) {
    FileResponse response = site.handler.handle(FileRequest.of("GET", site.path(link)));
    assertThat(response.status()).isEqualTo(200);
    return response;
  }

  /** The late call gives its place back on a thread of the handler, at some time. */
  private static void awaitPlaces(Site site, int places) {
    while (site.handler.freePlaces(site.local) < places) {
      assertThat(Thread.interrupted()).as("the time is up, and a place is lost").isFalse();
      Thread.onSpinWait();
    }
  }
}
