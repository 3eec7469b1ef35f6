package dev.affix.benchmarks.scenarios;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files written as {@code DiskService} does it: aside, synced, renamed, the folder synced. */
final class SyncedFiles implements AttachLimit.Target {
  private final Path root;

  SyncedFiles(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("tmp"));
  }

  @Override
  public void store(String key, byte[] bytes) throws IOException {
    Path temporary = root.resolve("tmp").resolve(key);
    Path folder = root.resolve(key.substring(0, 2)).resolve(key.substring(2, 4));
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      sync(folder.getParent() == null ? root : folder.getParent());
    }
    try (FileChannel out =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      out.force(true);
    }
    Files.move(temporary, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
