package dev.affix.disk;

import dev.affix.storage.StorageKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/** The folder for files that are not objects yet, on the objects' own file system. */
final class Temporaries {
  private static final Duration STALE = Duration.ofDays(1);

  private final Path folder;

  private Temporaries(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder and removes from it what a crash left more than a day ago. */
  static Temporaries in(Path root) throws IOException {
    Path own = root.resolve(Layout.RESERVED);
    Path folder = own.resolve("tmp");
    for (Path each : new Path[] {own, folder}) {
      if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        // Fails for a link, which could lead the temporary files elsewhere.
        createIfAbsent(each);
      }
    }
    sweep(folder);
    return new Temporaries(folder);
  }

  Path folder() {
    return folder;
  }

  Temporary create(DiskService service, StorageKey key) {
    Path file = folder.resolve(StorageKey.random().value());
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new Temporary(service, key, file, channel);
    } catch (IOException e) {
      throw service.failure("Storing", key, e);
    }
  }

  private static void createIfAbsent(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  private static void sweep(Path folder) throws IOException {
    Instant limit = Instant.now().minus(STALE);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (isOlder(file, limit)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, Instant limit) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.lastModifiedTime().toInstant().isBefore(limit);
    } catch (NoSuchFileException finished) {
      return false;
    }
  }
}
