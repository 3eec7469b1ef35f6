package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.DirectUploadRefusedException;
import dev.affix.DirectUploads;
import dev.affix.StagedBlob;
import dev.affix.UploadRejectedException;
import dev.affix.internal.signing.PolicyToken;
import dev.affix.internal.signing.Principal;
import dev.affix.internal.signing.PutToken;
import dev.affix.internal.signing.StagedToken;
import dev.affix.internal.signing.Target;
import dev.affix.internal.signing.Token;
import dev.affix.internal.signing.TokenCodec;
import dev.affix.proof.Uploader.Answer;
import dev.affix.proof.Uploader.Begun;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.serving.SigningKeys;
import dev.affix.testkit.database.TestDatabase;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads through Affix's own endpoint, from the page's URL to the attached file. */
@ParameterizedClass
@MethodSource("databases")
class DirectUploadTest {
  private static final byte[] PNG = Pictures.bytes("a");

  private final TestDatabase.Kind kind;
  private Visitor ann;
  private Unit unit;
  private DirectUploads uploads;
  private Uploader client;
  private URI endpoint;

  DirectUploadTest(TestDatabase.Kind kind) {
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

  @Test
  void aFileGoesFromTheBrowserToTheOwner() throws Exception {
    Long id = unit.pseud("ann");
    Answer answer = client.declare(endpoint, "Ich & <Du>.png", "image/png", PNG);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Cache-Control", "no-store");
    assertThat(answer.text())
        .contains("\"byte_size\":" + PNG.length, "\"checksum\":\"" + Uploader.md5(PNG) + "\"")
        .doesNotContain("<", "staging");
    assertThat(answer.field("content_type")).isEqualTo("image/png");
    // The row is there before anybody could send a byte, and nothing can attach it.
    assertThat(unit.rows("affix_blobs where storage_key like 'staging/%/%' and state = 'STAGED'"))
        .isEqualTo(1);
    assertThat(unit.rows("affix_blobs where byte_size is not null")).isZero();
    assertThat(unit.memory.size()).isZero();

    Begun begun = client.begin(endpoint, "b.png", "image/png", PNG);
    assertThat(client.put(begun, PNG).status()).isEqualTo(204);
    StagedBlob staged = ann.accept(begun);
    assertThat(staged.filename()).isEqualTo("b.png");
    assertThat(staged.contentType()).isEqualTo("image/png");
    assertThat(staged.byteSize()).isEqualTo(PNG.length);

    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    URI url = unit.inTransaction(em -> em.find(Pseud.class, id).icon().url()).orElseThrow();
    assertThat(read(url)).isEqualTo(PNG);
    assertThat(unit.rows("affix_blobs where state = 'STORED' and storage_key not like '%/%'"))
        .isEqualTo(1);
    // What the browser could write to goes at once; the note stays for what may still arrive.
    Unit.eventually(() -> unit.memory.size() == 1);
    assertThat(unit.rows("affix_deletions where storage_key like 'staging/%'")).isEqualTo(1);
    ann.allIsOver();
    unit.assertClean();
    assertThat(unit.rows("affix_blobs")).isEqualTo(1);
  }

  @Test
  void thePolicyIsTheSameInEveryPageOfAMinute() {
    assertThat(endpoint.toString()).startsWith("/uploads/").hasSizeLessThan(200);
    assertThat(uploads.endpoint(Pseud.class, "icon", "user 8")).isNotEqualTo(endpoint);
    assertThat(uploads.endpoint(Pseud.class, "pictures", Visitor.ANN)).isNotEqualTo(endpoint);
    assertThatThrownBy(() -> uploads.endpoint(Pseud.class, "nothing", Visitor.ANN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"nothing\"");
  }

  @Test
  void nothingCanBeUploadedUnlessAskedFor() {
    try (Unit plain = Unit.open(TestDatabase.Kind.H2)) {
      assertThatThrownBy(() -> plain.affix().directUploads())
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("Direct uploads are off");
    }
  }

  @Test
  void whatIsAlteredIsRefused() {
    Begun begun = ann.uploaded("a.png", PNG);
    String policy = endpoint.toString();
    for (String altered :
        List.of(
            policy.substring(0, policy.length() - 1),
            policy + "A",
            policy + "/",
            policy + "?a=b",
            swapped(policy),
            "/uploads/",
            "/uploads/x",
            begun.url())) {
      assertThat(client.post(URI.create(altered), "{}").status()).as(altered).isEqualTo(403);
    }
    for (String altered : List.of(swapped(begun.url()), policy, begun.url() + "/x")) {
      assertThat(client.send("PUT", altered, "image/png", null, PNG).status()).isEqualTo(403);
    }
    for (String altered :
        List.of(
            "",
            swapped(begun.signedId()),
            begun.signedId() + "A",
            tokenIn(begun.url()),
            tokenIn(policy))) {
      assertThatThrownBy(() -> uploads.accept(altered, Pseud.class, "icon", Visitor.ANN))
          .as(altered)
          .isInstanceOf(DirectUploadRefusedException.class);
    }
    assertThat(unit.affix().handler().handle(FileRequest.of("GET", begun.url())).status())
        .as("read by the same URL")
        .isEqualTo(404);
    assertThat(ann.accept(begun).filename()).isEqualTo("a.png");
  }

  @Test
  void whatIsOverIsRefused() {
    Instant past = Instant.parse("2026-01-01T00:00:00Z");
    Target target = new Target("pseud", "icon", Principal.of(Visitor.ANN));
    var policy = new PolicyToken(target, "memory", OptionalLong.empty(), List.of(), past);
    URI old = URI.create("/uploads/" + signed(policy));
    assertThat(client.declare(old, "a.png", "image/png", PNG).status()).isEqualTo(403);
    String put = "/uploads/" + signed(new PutToken(UUID.randomUUID(), past));
    assertThat(client.send("PUT", put, "image/png", null, PNG).status()).isEqualTo(403);
    String signedId = signed(new StagedToken(target, UUID.randomUUID(), past));
    assertThatThrownBy(() -> uploads.accept(signedId, Pseud.class, "icon", Visitor.ANN))
        .isInstanceOf(DirectUploadRefusedException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void aSignedIdIsGoodForOnePrincipalAndOneAttachment() {
    Begun begun = ann.uploaded("a.png", PNG);
    assertThatThrownBy(() -> uploads.accept(begun.signedId(), Pseud.class, "icon", "user 8"))
        .isInstanceOf(DirectUploadRefusedException.class);
    assertThatThrownBy(() -> uploads.accept(begun.signedId(), Pseud.class, "pictures", Visitor.ANN))
        .isInstanceOf(DirectUploadRefusedException.class);
    assertThat(ann.accept(begun).filename()).isEqualTo("a.png");
  }

  @Test
  void otherBytesThanDeclaredAreNotKept() {
    Begun begun = client.begin(endpoint, "a.png", "image/png", PNG);
    byte[] longer = Arrays.copyOf(PNG, PNG.length + 1);
    byte[] shorter = Arrays.copyOf(PNG, PNG.length - 1);
    byte[] other = PNG.clone();
    other[PNG.length - 1] ^= 1;
    assertThat(client.put(begun, longer).status()).isEqualTo(413);
    assertThat(client.put(begun, shorter).status()).isEqualTo(422);
    assertThat(client.putChunked(begun, longer).status()).isEqualTo(422);
    assertThat(client.putChunked(begun, shorter).status()).isEqualTo(422);
    assertThat(client.put(begun, other).status()).isEqualTo(422);
    assertThat(client.send("PUT", begun.url(), "image/gif", null, PNG).status()).isEqualTo(415);
    assertThat(client.send("PUT", begun.url(), null, null, PNG).status()).isEqualTo(415);
    assertThat(unit.memory.size()).isZero();
    assertThatThrownBy(() -> ann.accept(begun))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("has not been uploaded yet");

    assertThat(client.put(begun, PNG).status()).isEqualTo(204);
    assertThat(client.put(begun, PNG).status()).as("once more").isEqualTo(409);
    assertThat(ann.accept(begun).byteSize()).isEqualTo(PNG.length);
  }

  @Test
  void requestsThatNoClientSendsAreRefused() {
    assertThat(client.declare(endpoint, "a.html", "text/html", PNG).status()).isEqualTo(415);
    assertThat(client.post(endpoint, "{}", "text/plain").status()).isEqualTo(415);
    assertThat(client.post(endpoint, "{}", null).status()).isEqualTo(415);
    assertThat(client.post(endpoint, "{}", "application/json; charset=utf-8").status())
        .isEqualTo(400);
    assertThat(client.post(endpoint, "{\"blob\":").field("error")).contains("not JSON");
    assertThat(client.declare(endpoint, "../a.png", "image/png", PNG).status()).isEqualTo(422);
    Answer get = client.send("GET", endpoint.toString(), null, null, new byte[0]);
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.headers()).containsEntry("Allow", "POST, PUT");
    assertThat(unit.rows("affix_blobs")).isZero();
  }

  private byte[] read(URI url) throws java.io.IOException {
    String path = url.toString().substring("/files".length());
    try (FileResponse response = unit.affix().handler().handle(FileRequest.of("GET", path))) {
      var out = new java.io.ByteArrayOutputStream();
      response.writeTo(out);
      assertThat(response.headers()).containsEntry("Content-Type", "image/png");
      return out.toByteArray();
    }
  }

  private static String signed(Token token) {
    return new TokenCodec(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
        .sign(token, "");
  }

  private static String tokenIn(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** One letter in the middle changed for another. */
  private static String swapped(String text) {
    int at = text.length() - 30;
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }
}
