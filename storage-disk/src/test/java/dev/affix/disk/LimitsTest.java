package dev.affix.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens at the limits of disk and memory, in JVMs that have little of them. */
class LimitsTest {
  @TempDir Path root;

  /** Puts an object that does not fit, then one that does. */
  static final class FullDisk {
    private FullDisk() {}

    public static void main(String[] arguments) throws IOException {
      DiskService service = DiskService.at(Path.of(arguments[0]));
      StorageKey key = StorageKey.of("abcdefgh");
      try {
        service.put(PutRequest.of(key, ""), new Zeros(20 << 20));
        System.out.println("stored");
      } catch (StorageUnavailableException e) {
        System.out.println("refused: " + e.getMessage());
      }
      try {
        service.put(PutRequest.of(StorageKey.of("held"), "").replacing(), new Zeros(20 << 20));
        System.out.println("stored");
      } catch (StorageUnavailableException e) {
        System.out.println("refused: " + e.getMessage());
      }
      System.out.println("key is " + (service.head(key).isPresent() ? "there" : "absent"));
      StoredObject small = service.put(PutRequest.of(key, ""), new Zeros(1000));
      System.out.println("then stored " + small.byteSize());
    }
  }

  /** Puts and reads an object many times as large as the heap. */
  static final class SmallHeap {
    private SmallHeap() {}

    public static void main(String[] arguments) throws IOException {
      DiskService service = DiskService.at(Path.of(arguments[0]));
      StorageKey key = StorageKey.random();
      long size = 300L << 20;
      System.out.println(service.put(PutRequest.of(key, ""), new Zeros(size)).byteSize());
      try (var reader = service.open(key)) {
        reader.body().skipNBytes(1);
        System.out.println(1 + reader.body().transferTo(java.io.OutputStream.nullOutputStream()));
      }
      System.out.println("heap " + Runtime.getRuntime().maxMemory() / (1 << 20));
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
  void fullDiskLeavesNothingHalfWritten() throws Exception {
    DiskService service = DiskService.at(root);
    service.put(PutRequest.of(StorageKey.of("held"), ""), new Zeros(77));
    // A limit on the size of files stands for a full disk: the write in the middle fails alike.
    // 8,192 blocks are 4 or 8 MiB, as the shell counts.
    List<String> said = run("ulimit -f 8192", FullDisk.class, "-Xmx64m");
    assertThat(said).hasSize(4);
    assertThat(said.subList(0, 2))
        .allMatch(line -> line.startsWith("refused: Storing object "))
        .allMatch(line -> line.contains("has room"));
    assertThat(said.subList(2, 4)).containsExactly("key is absent", "then stored 1000");
    assertThat(root.resolve(".affix/tmp")).isEmptyDirectory();
    assertThat(service.list())
        .toIterable()
        .extracting(StoredObject::byteSize)
        .containsExactly(1000L, 77L);
  }

  @Test
  void objectMayBeLargerThanTheHeap() throws Exception {
    String size = Long.toString(300L << 20);
    assertThat(run("true", SmallHeap.class, "-Xmx24m")).startsWith(size, size).hasSize(3);
  }

  private List<String> run(String shell, Class<?> main, String heap) throws Exception {
    Process child =
        ChildJvm.start(shell, main, List.of(heap, "-XX:-UsePerfData"), List.of(root.toString()));
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(output).isZero();
    return output.lines().toList();
  }
}
