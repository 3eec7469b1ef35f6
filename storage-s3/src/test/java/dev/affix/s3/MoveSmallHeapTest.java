package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Upload;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.s3.S3TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;

/** A file far larger than the memory of its JVM moves from a disk to a store, is read, and back. */
class MoveSmallHeapTest {
  private static final long SIZE = 256L << 20;

  /** Its standard input are folder, endpoint, region, key, secret and bucket. */
  static final class There {
    private There() {}

    public static void main(String[] arguments) throws IOException {
      List<String> said =
          new String(System.in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      try (S3Service service =
              S3Service.builder()
                  .endpoint(URI.create(said.get(1)))
                  .region(Region.of(said.get(2)))
                  .pathStyle()
                  .credentials(Store.credentials(said.get(3), said.get(4)))
                  .bucket(said.get(5))
                  .environment(StorageKey.random().value())
                  .profile(Store.PROFILE)
                  .build();
          Albums albums =
              new Albums(Path.of(said.get(0)), builder -> builder.service("store", service));
          InputStream body = new Noise(SIZE)) {
        albums.add(Upload.of(body, "noise.bin"));
        System.out.println("there " + albums.move("disk", "store").bytes());
        System.out.println("read " + albums.read("store"));
        System.out.println("back " + albums.move("store", "disk").bytes());
        System.out.println("left " + service.list().hasNext());
        System.out.println("heap " + Runtime.getRuntime().maxMemory() / (1 << 20));
      }
    }
  }

  /** Bytes of which no two blocks are the same. */
  private static final class Noise extends InputStream {
    private long left;

    Noise(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left > 0 ? byteAt(left--) & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      for (int i = 0; i < count; i++) {
        buffer[offset + i] = byteAt(left - i);
      }
      left -= count;
      return count;
    }

    private static byte byteAt(long place) {
      return (byte) (place * 31 + (place >> 12));
    }
  }

  @TempDir Path folder;

  @Test
  void aFileOfFourTimesTheMemoryMovesThereAndBack() throws Exception {
    Store store = Store.on(S3TestServer.kinds().getFirst());
    S3TestServer server = store.server();
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
              folder.toString(),
              server.endpoint().toString(),
              server.region(),
              server.accessKey(),
              server.secretKey(),
              store.bucket());
      in.write(said.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(output).isZero();
    assertThat(output.lines())
        .contains("there " + SIZE, "read 1", "back " + SIZE, "left false", "heap 64");
  }
}
