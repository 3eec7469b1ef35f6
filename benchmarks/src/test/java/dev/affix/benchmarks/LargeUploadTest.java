package dev.affix.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.benchmarks.bed.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the file: 1 GB goes through a JVM that has 64 MB. */
class LargeUploadTest {
  @Test
  void aGigabyteIsStagedAndAttachedWith64Megabytes(@TempDir Path folder) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(List.of("-Xmx64m"), LargeUpload.class, List.of(folder.toString()))) {
      assertThat(child.line()).isEqualTo("attached 1073741824 bytes, read back the same");
      assertThat(child.await()).isZero();
    }
  }
}
