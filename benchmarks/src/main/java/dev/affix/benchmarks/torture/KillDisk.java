package dev.affix.benchmarks.torture;

import java.nio.file.Path;

/** Kills on disk. */
final class KillDisk extends Kill {
  KillDisk() {
    super("kill-disk");
  }

  @Override
  Place place(Path folder, String cell) {
    return new DiskPlace(folder.resolve(cell));
  }
}
