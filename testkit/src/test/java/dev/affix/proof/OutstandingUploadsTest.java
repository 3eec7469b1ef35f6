package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.DirectUploads;
import dev.affix.internal.signing.Principal;
import dev.affix.proof.Uploader.Answer;
import dev.affix.proof.Uploader.Begun;
import dev.affix.testkit.database.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How many uploads and bytes one principal may have begun, and when they count no more. */
@ParameterizedClass
@MethodSource("databases")
class OutstandingUploadsTest {
  private static final byte[] PNG = Pictures.bytes("a");

  private final TestDatabase.Kind kind;
  private Visitor ann;
  private Unit unit;
  private DirectUploads uploads;
  private Uploader client;
  private URI endpoint;

  OutstandingUploadsTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    ann = new Visitor(kind);
    unit = ann.unit;
    uploads = ann.uploads;
    client = ann.client;
    endpoint = ann.endpoint;
  }

  @AfterEach
  void close() {
    ann.close();
  }

  /** The next test meets this by chance only, where transactions are short and processors few. */
  @Test
  void whoBeginsAnUploadWaitsForWhoeverCountsTheSamePrincipals() {
    client.begin(endpoint, "1.png", "image/png", PNG);
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    unit.runInTransaction(em -> {
      // By its whole key: MariaDB locks every row that it looks at.
      em.createNativeQuery(
              "select id from affix_blobs where service = 'memory' and storage_key = 'staging/"
                  + Principal.of(Visitor.ANN).mark()
                  + ".lock' for update")
          .getResultList();
      waiting.add(
          CompletableFuture.supplyAsync(() -> client.declare(endpoint, "2.png", "image/png", PNG)));
      assertThatThrownBy(() -> waiting.getFirst().get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    });
    assertThat(waiting.getFirst())
        .succeedsWithin(Duration.ofSeconds(30))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(200));
  }

  @RepeatedTest(3)
  void tenAtOnceBeginNoMoreThanAreAllowed() throws Exception {
    List<Answer> answers = race(PNG);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(3);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .hasSize(7)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(429);
          assertThat(answer.retryAfter()).isBetween(3_600L, 4 * 3_600L);
          assertThat(answer.field("error")).contains("Too many uploads");
        });
    URI bob = uploads.endpoint(Pseud.class, "icon", "user 8");
    assertThat(client.declare(bob, "a.png", "image/png", PNG).status()).isEqualTo(200);
  }

  @RepeatedTest(3)
  void tenAtOnceBeginNoMoreBytesThanAreAllowed() throws Exception {
    endpoint = uploads.endpoint(Pseud.class, "pictures", Visitor.ANN);
    byte[] large = Arrays.copyOf(PNG, 400_000);
    List<Answer> answers = race(large);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(2);
    assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSize(8);
    assertThat(client.declare(endpoint, "s.png", "image/png", PNG).status()).isEqualTo(200);
  }

  @Test
  void whatIsAcceptedOrOverIsNotOutstanding() {
    Begun first = ann.uploaded("1.png", PNG);
    client.begin(endpoint, "2.png", "image/png", PNG);
    client.begin(endpoint, "3.png", "image/png", PNG);
    assertThat(client.declare(endpoint, "4.png", "image/png", PNG).status()).isEqualTo(429);
    ann.accept(first);
    assertThat(client.declare(endpoint, "4.png", "image/png", PNG).status()).isEqualTo(200);
    assertThat(client.declare(endpoint, "5.png", "image/png", PNG).status()).isEqualTo(429);
    ann.past("affix_blobs", "expires_at");
    assertThat(client.declare(endpoint, "5.png", "image/png", PNG).status()).isEqualTo(200);
  }

  @Test
  void whatIsTooLargeIsRefused() {
    String md5 = Uploader.md5(PNG);
    long max = 500 * 1024;
    assertThat(client.post(endpoint, Uploader.json("a.png", "image/png", max, md5)).status())
        .isEqualTo(200);
    Answer refused = client.post(endpoint, Uploader.json("a.png", "image/png", max + 1, md5));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.field("error")).contains("512000 bytes");
    // Where the attachment has no limit, what may be outstanding is one.
    URI pictures = uploads.endpoint(Pseud.class, "pictures", Visitor.ANN);
    for (long size : new long[] {1_000_001, 999_999_999_999_999_999L}) {
      assertThat(client.post(pictures, Uploader.json("a", "image/png", size, md5)).status())
          .isEqualTo(413);
    }
    assertThat(client.post(endpoint, " ".repeat(16 * 1024) + "{}").status()).isEqualTo(413);
  }

  @Test
  void whatNobodyAcceptsGoesByHousekeeping() {
    ann.uploaded("sent.png", PNG);
    client.begin(endpoint, "begun.png", "image/png", PNG);
    assertThat(unit.affix().housekeeping().expired()).isZero();
    assertThat(unit.affix().audit("memory").isClean()).isTrue();
    ann.past("affix_blobs", "expires_at");
    unit.settle();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.rows("affix_deletions")).isZero();
    assertThat(unit.memory.size()).isZero();
  }

  private List<Answer> race(byte[] bytes) throws InterruptedException {
    var answers = new ConcurrentLinkedQueue<Answer>();
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      work.add(() -> answers.add(client.declare(endpoint, "a.png", "image/png", bytes)));
    }
    assertThat(Racing.all(work)).containsOnlyNulls();
    return List.copyOf(answers);
  }
}
