package dev.affix.disk;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes folders below the root so that they outlast a power failure. */
final class Folders {
  private final Path root;

  // Made, but the parent not yet synced: who finds such a folder must not rely on it.
  private final Set<Path> unsynced = ConcurrentHashMap.newKeySet();

  Folders(Path root) {
    this.root = root;
  }

  /** Makes {@code folder} and what is missing above it; links on the way were refused before. */
  void create(Path folder) throws IOException {
    if (folder.equals(root)
        || (!unsynced.contains(folder) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))) {
      return;
    }
    Path parent = folder.getParent();
    if (parent == null) {
      throw new IOException("\"" + folder + "\" is outside of \"" + root + "\"");
    }
    create(parent);
    unsynced.add(folder);
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        unsynced.remove(folder);
        throw e;
      }
    }
    sync(parent);
    unsynced.remove(folder);
  }

  /** Makes new, moved and removed names in {@code folder} durable. */
  static void sync(Path folder) throws IOException {
    // Windows opens no folder, and needs no sync for names.
    if (File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
