package dev.affix.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.testkit.Gate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FaultProxyTest {
  private static final byte[] BYTES = random(100_000);

  private final Origin origin;
  private final FaultProxy proxy;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  FaultProxyTest() throws IOException {
    origin = new Origin();
    proxy = FaultProxy.before(origin.address());
    origin.keep("/kept", BYTES);
  }

  @AfterEach
  void close() {
    proxy.close();
    client.shutdownNow();
    origin.close();
  }

  @Test
  void withoutAFaultAllPassesUnchanged() throws Exception {
    put("/a", BodyPublishers.ofByteArray(BYTES));
    assertThat(origin.next()).isEqualTo("PUT /a [" + proxy.endpoint().getAuthority() + "] whole");
    assertThat(origin.kept("/a")).isEqualTo(BYTES);

    put("/b", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BYTES)));
    assertThat(origin.kept("/b")).isEqualTo(BYTES);

    assertThat(get("/a").body()).isEqualTo(BYTES);
    assertThat(get("/a?chunks").body()).isEqualTo(BYTES);
    assertThat(get("/none").body()).isEmpty();
    assertThat(send("HEAD", "/a").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "/a").statusCode()).isEqualTo(204);
    assertThat(proxy.faults()).isZero();
    assertThat(proxy.connections()).as("one connection served all").isEqualTo(1);
  }

  @Test
  void aClientThatAsksBeforeItSendsGetsAnAnswer() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(proxy.endpoint().resolve("/a"))
            .expectContinue(true)
            .PUT(BodyPublishers.ofByteArray(BYTES))
            .build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(origin.kept("/a")).isEqualTo(BYTES);

    proxy.once(HttpFault.answer(503));
    assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("SlowDown");
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void aDelayedRequestComesLate() throws Exception {
    proxy.once(HttpFault.delay(Duration.ofMillis(300)));
    long start = System.nanoTime();

    assertThat(get("/kept").body()).isEqualTo(BYTES);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void aHangingRequestWaitsForTheGate() throws Exception {
    var gate = new Gate();
    proxy.once(HttpFault.hang(gate));
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request("/kept"), BodyHandlers.ofByteArray());
    gate.awaitArrival();

    assertThat(origin.hasSeenNothing()).isTrue();
    assertThat(answer).isNotDone();
    gate.release();
    assertThat(answer.get().body()).isEqualTo(BYTES);
  }

  @Test
  void aRequestIsCutInItsBody() throws Exception {
    proxy.once(HttpFault.cutRequest(50_000));

    assertThatThrownBy(() -> put("/a", BodyPublishers.ofByteArray(BYTES)))
        .isInstanceOf(IOException.class);
    assertThat(origin.next()).endsWith("broken");
    assertThat(origin.kept("/a")).isEmpty();
    put("/a", BodyPublishers.ofByteArray(BYTES));
    assertThat(origin.kept("/a")).isEqualTo(BYTES);
  }

  @Test
  void aRequestIsCutAtItsEndBeforeAnAnswerComes() {
    proxy.always(HttpFault.cutRequest(BYTES.length + 1L));

    for (int round = 0; round < 20; round++) {
      assertThatThrownBy(() -> put("/a", BodyPublishers.ofByteArray(BYTES)))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> get("/kept")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anAnswerInTheServersPlaceIsOneOfS3() throws Exception {
    proxy.once(HttpFault.answer(503, Duration.ofSeconds(7)));
    proxy.once(HttpFault.answer(500));
    HttpResponse<byte[]> busy = put("/a", BodyPublishers.ofByteArray(BYTES));

    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("Retry-After")).contains("7");
    assertThat(new String(busy.body(), StandardCharsets.UTF_8))
        .contains("<Error><Code>SlowDown</Code>");
    HttpResponse<byte[]> head = send("HEAD", "/kept");
    assertThat(head.statusCode()).isEqualTo(500);
    assertThat(head.body()).isEmpty();
    assertThat(origin.hasSeenNothing()).isTrue();
  }

  @Test
  void aLostAnswerHidesWorkThatIsDone() throws Exception {
    proxy.once(HttpFault.loseAnswer());

    assertThatThrownBy(() -> put("/a", BodyPublishers.ofByteArray(BYTES)))
        .isInstanceOf(IOException.class);
    assertThat(origin.next()).endsWith("whole");
    assertThat(origin.kept("/a")).isEqualTo(BYTES);
  }

  @Test
  void anAnswerIsCutInItsBody() throws Exception {
    proxy.once(HttpFault.cutAnswer(50_000));
    proxy.once(HttpFault.cutAnswer(50_000));
    HttpResponse<InputStream> answer = client.send(request("/kept"), BodyHandlers.ofInputStream());

    assertThat(answer.headers().firstValue("Content-Length")).contains("100000");
    try (InputStream body = answer.body()) {
      assertThat(body.readNBytes(50_000)).isEqualTo(Arrays.copyOf(BYTES, 50_000));
      assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> get("/kept?chunks")).isInstanceOf(IOException.class);
  }

  @Test
  void anAnswerHangsInItsBody() throws Exception {
    var gate = new Gate();
    proxy.once(HttpFault.hangInAnswer(50_000, gate));
    HttpResponse<InputStream> answer = client.send(request("/kept"), BodyHandlers.ofInputStream());

    try (InputStream body = answer.body()) {
      assertThat(body.readNBytes(50_000)).isEqualTo(Arrays.copyOf(BYTES, 50_000));
      gate.awaitArrival();
      gate.release();
      assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 50_000, 100_000));
    }
  }

  @Test
  void oneBitOfABodyIsChangedOnItsWay() throws Exception {
    byte[] spoilt = BYTES.clone();
    spoilt[77_777] ^= 1;
    proxy.once(HttpFault.corruptAnswer(77_777));
    proxy.once(HttpFault.corruptAnswer(77_777));
    proxy.once(HttpFault.corruptRequest(77_777));

    assertThat(get("/kept").body()).isEqualTo(spoilt);
    assertThat(get("/kept?chunks").body()).isEqualTo(spoilt);
    put("/a", BodyPublishers.ofByteArray(BYTES));
    assertThat(origin.kept("/a")).isEqualTo(spoilt);
    assertThat(get("/kept").body()).isEqualTo(BYTES);
  }

  @Test
  void aTruncatedAnswerIsWholeToHttp() throws Exception {
    proxy.once(HttpFault.truncateAnswer(1_000));
    proxy.once(HttpFault.truncateAnswer(1_000));
    HttpResponse<byte[]> answer = get("/kept");

    assertThat(answer.body()).isEqualTo(Arrays.copyOf(BYTES, 1_000));
    assertThat(answer.headers().firstValue("Content-Length")).contains("1000");
    assertThat(get("/kept?chunks").body()).isEqualTo(Arrays.copyOf(BYTES, 1_000));
    assertThat(get("/kept").body()).isEqualTo(BYTES);
    assertThat(proxy.connections()).as("the connection stays good").isEqualTo(1);
  }

  @Test
  void connectionsAreRefusedUntilTheyAreAcceptedAgain() throws Exception {
    get("/kept");
    URI endpoint = proxy.endpoint();
    proxy.refuseConnections();

    assertThat(proxy.connections()).isZero();
    assertThatThrownBy(() -> get("/kept")).isInstanceOf(ConnectException.class);
    proxy.acceptConnections();
    assertThat(proxy.endpoint()).isEqualTo(endpoint);
    assertThat(get("/kept").body()).isEqualTo(BYTES);
  }

  @Test
  void aFaultIsForTheRequestsThatFit() throws Exception {
    proxy.always(HttpFault.answer(500), request -> request.method().equals("DELETE"));
    proxy.once(HttpFault.answer(503), request -> request.path().startsWith("/kept"));

    assertThat(send("DELETE", "/a").statusCode()).isEqualTo(500);
    assertThat(get("/other").statusCode()).isEqualTo(200);
    assertThat(get("/kept").statusCode()).isEqualTo(503);
    assertThat(get("/kept").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "/a").statusCode()).isEqualTo(500);
    assertThat(proxy.faults()).isEqualTo(3);
    proxy.clear();
    assertThat(send("DELETE", "/a").statusCode()).isEqualTo(204);
  }

  @Test
  void requestsAreKeptWithoutWhatCouldBeUsedAgain() throws Exception {
    String target = "/a%20b?X-Amz-Date=1&X-Amz-Signature=secret&X-Amz-Security-Token=secret";
    HttpRequest request =
        HttpRequest.newBuilder(proxy.endpoint().resolve(target))
            .header("Authorization", "secret")
            .header("X-Amz-Security-Token", "secret")
            .header("X-Amz-Meta-One", "1")
            .build();
    client.send(request, BodyHandlers.discarding());

    assertThat(proxy.requests()).hasSize(1);
    SeenRequest seen = proxy.requests().get(0);
    assertThat(seen.method()).isEqualTo("GET");
    assertThat(seen.path()).isEqualTo("/a%20b");
    assertThat(seen.query())
        .isEqualTo("X-Amz-Date=1&X-Amz-Signature=removed&X-Amz-Security-Token=removed");
    assertThat(seen.header("x-amz-meta-ONE")).contains("1");
    assertThat(seen.toString()).doesNotContain("secret");
    proxy.forgetRequests();
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void closingEndsWhatHangs() {
    var gate = new Gate();
    proxy.once(HttpFault.hang(gate));
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request("/kept"), BodyHandlers.ofByteArray());
    gate.awaitArrival();
    proxy.close();

    assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(proxy.connections()).isZero();
  }

  @Test
  void aServerThatIsDownShowsAsAConnectionThatEnds() {
    origin.close();

    assertThatThrownBy(() -> get("/kept")).isInstanceOf(IOException.class);
  }

  private HttpRequest request(String target) {
    return HttpRequest.newBuilder(proxy.endpoint().resolve(target)).build();
  }

  private HttpResponse<byte[]> get(String target) throws IOException, InterruptedException {
    return client.send(request(target), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> send(String method, String target)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(proxy.endpoint().resolve(target))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> put(String target, BodyPublisher body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(proxy.endpoint().resolve(target)).PUT(body).build(),
        BodyHandlers.ofByteArray());
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(5).nextBytes(bytes);
    return bytes;
  }
}
