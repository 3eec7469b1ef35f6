package dev.affix.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.storage.ChecksumStream;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed while it puts leaves whole objects or none. */
class KillTest {
  private static final int ROUNDS = 15;

  @TempDir Path root;

  /** Puts objects named by their checksum, and replaces one that begins with its own. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] arguments) throws IOException {
      DiskService service = DiskService.at(Path.of(arguments[0]));
      var random = new Random(Long.parseLong(arguments[1]));
      while (true) {
        byte[] bytes = new byte[random.nextInt(600_000)];
        random.nextBytes(bytes);
        String sum = DigestUtils.sha256Hex(bytes);
        service.put(PutRequest.of(StorageKey.of(sum), ""), new ByteArrayInputStream(bytes));
        System.out.println(sum);
        byte[] named =
            (sum + new String(bytes, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
        service.put(
            PutRequest.of(StorageKey.of("replaced/often"), "").replacing(),
            new ByteArrayInputStream(named));
        if (random.nextInt(4) == 0) {
          System.out.println("-" + sum);
          service.delete(StorageKey.of(sum));
        }
      }
    }
  }

  @Test
  void killedWriterLeavesNoTornObject() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(runAndKill(seed + round, 3 + random.nextInt(12), random));
    }
    DiskService service = DiskService.at(root);
    assertThat(checkAll(service)).as("seed " + seed).isGreaterThan(ROUNDS);
    acknowledged.stream()
        .filter(sum -> !sum.startsWith("-") && !acknowledged.contains("-" + sum))
        .forEach(sum -> assertThat(service.head(StorageKey.of(sum))).as(sum).isPresent());
  }

  /** Kills the worker some moments after it has said a few lines; gives what it said in full. */
  private List<String> runAndKill(long seed, int lines, Random random) throws Exception {
    Process child =
        ChildJvm.start(
            "true",
            Worker.class,
            List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"),
            List.of(root.toString(), Long.toString(seed)));
    List<String> said = new ArrayList<>();
    try (BufferedReader output = child.inputReader()) {
      for (int i = 0; i < lines; i++) {
        said.add(output.readLine());
      }
      child.waitFor(random.nextInt(20_000), TimeUnit.MICROSECONDS);
      child.toHandle().destroyForcibly();
      output.lines().forEach(said::add);
    }
    assertThat(child.waitFor()).isEqualTo(128 + 9);
    assertThat(said).allMatch(line -> line != null && line.matches("-?[0-9a-f]{64}"));
    return said;
  }

  private static int checkAll(DiskService service) throws IOException {
    int count = 0;
    for (Iterator<StoredObject> objects = service.list(); objects.hasNext(); count++) {
      StorageKey key = objects.next().key();
      try (ObjectReader reader = service.open(key);
          ChecksumStream body = ChecksumStream.all(reader.body())) {
        String sum = key.value();
        if (sum.contains("/")) {
          byte[] bytes = reader.body().readAllBytes();
          sum = new String(bytes, 0, 64, StandardCharsets.ISO_8859_1);
          assertThat(DigestUtils.sha256Hex(Arrays.copyOfRange(bytes, 64, bytes.length)))
              .isEqualTo(sum);
        } else {
          body.transferTo(OutputStream.nullOutputStream());
          assertThat(body.checksums().sha256()).isEqualTo(sum);
        }
      }
    }
    return count;
  }
}
