package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.S3Store;
import java.nio.file.Path;

/** Kills on an S3 server, which lives on. */
final class KillS3 extends Kill {
  KillS3() {
    super("kill-s3");
  }

  @Override
  Place place(Path folder, String cell) {
    return new S3Place(S3Store.open(), cell + "/");
  }
}
