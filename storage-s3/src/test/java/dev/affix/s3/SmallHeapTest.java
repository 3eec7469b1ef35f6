package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.s3.S3TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

/** An object of a gigabyte, there and back, in a JVM that has little memory. */
class SmallHeapTest {
  private static final long SIZE = 1L << 30;

  /** Its standard input are endpoint, region, key, secret, bucket and prefix. */
  static final class There {
    private There() {}

    public static void main(String[] arguments) throws IOException {
      List<String> said =
          new String(System.in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      try (S3Service service =
          S3Service.builder()
              .endpoint(URI.create(said.get(0)))
              .region(Region.of(said.get(1)))
              .pathStyle()
              .credentials(Store.credentials(said.get(2), said.get(3)))
              .bucket(said.get(4))
              .prefix(said.get(5))
              .profile(Store.PROFILE)
              .build()) {
        StorageKey key = StorageKey.random();
        StoredObject stored = service.put(PutRequest.of(key, ""), new Zeros(SIZE));
        System.out.println("stored " + stored.byteSize());
        try (ObjectReader reader = service.open(key)) {
          System.out.println("read " + reader.body().transferTo(OutputStream.nullOutputStream()));
        }
        service.delete(key);
        System.out.println("heap " + Runtime.getRuntime().maxMemory() / (1 << 20));
      }
    }
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(buffer, offset, offset + count, (byte) 0);
      left -= count;
      return count;
    }
  }

  @Test
  void gigabyteOfUnknownLengthGoesThroughSixtyFourMegabytes() throws Exception {
    Store store = Store.on(S3TestServer.kinds().getFirst());
    S3TestServer server = store.server();
    String prefix = StorageKey.random() + "/";
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                There.class.getName())
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = child.getOutputStream()) {
      String said =
          String.join(
              "\n",
              server.endpoint().toString(),
              server.region(),
              server.accessKey(),
              server.secretKey(),
              store.bucket(),
              prefix);
      in.write(said.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(output).isZero();
    assertThat(output.lines()).contains("stored " + SIZE, "read " + SIZE, "heap 64");
    assertThat(store.openUploads(prefix)).isEmpty();
  }
}
