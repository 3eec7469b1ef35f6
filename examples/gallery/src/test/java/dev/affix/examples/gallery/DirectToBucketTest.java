package dev.affix.examples.gallery;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import dev.affix.examples.gallery.Settings.Bucket;
import dev.affix.s3.S3Profile;
import dev.affix.s3.S3Profile.Feature;
import dev.affix.s3.S3Service;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The gallery with its files in a bucket, to which the browser sends them by itself. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class DirectToBucketTest {
  private static final int LARGE = 20 << 20;
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String STAGING = "test/staging/";
  private static final List<String> HEADERS =
      List.of("content-type", "content-md5", "if-none-match");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final S3TestServer server;
  private final S3Client client;
  private final String bucket;

  @TempDir Path folder;
  private Browser browser;
  private S3Service service;
  private Gallery gallery;
  private final List<Request> puts = new ArrayList<>();

  DirectToBucketTest(Kind kind) {
    server = kind.open();
    client =
        S3Client.builder()
            .region(Region.of(server.region()))
            .endpointOverride(server.endpoint())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
            .forcePathStyle(true)
            .build();
    bucket = server.newBucket();
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @BeforeEach
  void open() throws IOException {
    client.createBucket(r -> r.bucket(bucket));
    service =
        S3Service.builder(client)
            .bucket(bucket)
            .environment("test")
            .profile(S3Profile.of(Feature.CRC32C, Feature.EXCLUSIVE_PUT, Feature.EXCLUSIVE_UPLOAD))
            .build();
    gallery =
        Gallery.open(
            new Settings(
                "127.0.0.1",
                0,
                folder.resolve("home"),
                folder.resolve("photos"),
                Browser.uploader(),
                Optional.of(new Bucket(service, origin()))));
    letBrowsersSend("http://" + gallery.address().getAuthority());
    browser = Browser.start();
  }

  @AfterEach
  void close() {
    browser.close();
    gallery.close();
    service.close();
    for (S3Object object : objects()) {
      client.deleteObject(r -> r.bucket(bucket).key(object.key()));
    }
    client.deleteBucket(r -> r.bucket(bucket));
    client.close();
  }

  @Test
  void theClientOfActiveStorageUploadsToTheBucketItself() throws Exception {
    Page page = browser.chromium().newPage();
    page.setDefaultTimeout(Browser.PATIENCE_MILLIS);
    page.onRequest(request -> {
      if (request.method().equals("PUT") && request.url().startsWith(origin())) {
        puts.add(request);
      }
    });
    page.navigate(gallery.address().resolve("/people/3").toString());
    Browser.slowUploads(page);
    byte[] photo = Photos.jpegOfSize(LARGE);
    page.locator("#direct-photo input[type=file]")
        .setInputFiles(Files.write(folder.resolve("harbour.jpg"), photo));
    page.locator("#direct-photo button").click();
    assertThat(page.locator(".progress span"))
        .hasText(Pattern.compile("(1[0-9]|[2-8][0-9]) % of 20\\.0 MB"));
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("direct-to-bucket.png")));

    Locator image = page.locator("#portrait img:not(.preview)");
    assertThat(image).hasAttribute("src", Pattern.compile("/files/.*/harbour\\.jpg"));
    // As wide as sizes asks for, 40rem, of the widths that the set offers.
    page.waitForCondition(() -> image.evaluate("image => image.naturalWidth").equals(640));
    assertThat(puts).hasSize(1);

    // Whoever sends again under the old URL, or overwrites what lies there, is not read.
    Request put = puts.getFirst();
    Map<String, String> headers = new TreeMap<>(put.headers());
    headers.keySet().retainAll(HEADERS);
    assertThat(isRefused(put.url(), headers, Photos.jpegOfSize(LARGE - 1))).isTrue();
    headers.put("content-type", "text/html");
    assertThat(isRefused(put.url(), headers, photo)).isTrue();
    String name = URI.create(put.url()).getPath().substring(("/" + bucket + "/").length());
    assertThat(name).startsWith(STAGING);
    client.putObject(r -> r.bucket(bucket).key(name), RequestBody.fromString("something else"));
    assertThat(attached()).isEqualTo(photo);
    assertThat(gallery.affix().audit("local").isClean()).isTrue();
  }

  /** The photograph's bytes as they are stored. */
  private byte[] attached() {
    List<String> names =
        objects().stream()
            .filter(object -> object.size() == LARGE && !object.key().startsWith(STAGING))
            .map(S3Object::key)
            .toList();
    assertThat(names).hasSize(1);
    return client.getObjectAsBytes(r -> r.bucket(bucket).key(names.getFirst())).asByteArray();
  }

  private List<S3Object> objects() {
    return client.listObjectsV2(r -> r.bucket(bucket)).contents();
  }

  /** The rules of a bucket in production; s3proxy has its own, and refuses a bucket's. */
  private void letBrowsersSend(String origin) {
    if (server.kind() == Kind.S3PROXY) {
      return;
    }
    client.putBucketCors(r ->
        r.bucket(bucket)
            .corsConfiguration(c ->
                c.corsRules(
                    CORSRule.builder()
                        .allowedOrigins(origin)
                        .allowedMethods("PUT")
                        .allowedHeaders(HEADERS)
                        .build())));
  }

  private String origin() {
    return server.endpoint().toString();
  }

  /** By an answer, or by cutting off the body that is still being sent. */
  private static boolean isRefused(String url, Map<String, String> headers, byte[] body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      int status = HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
      return status >= 400 && status < 500;
    } catch (IOException cut) {
      return true;
    }
  }
}
