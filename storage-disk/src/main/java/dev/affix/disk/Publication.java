package dev.affix.disk;

import dev.affix.storage.PutRequest.Existing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Gives a finished temporary file its name, in one step that is exclusive where it must be. */
final class Publication {
  private final Folders folders;
  private final Path lock;
  private final boolean links;

  /**
   * @param lock a file for the exclusion of other processes where there are no links
   * @param links whether the file system has hard links, whose making fails if the name is taken
   */
  Publication(Folders folders, Path lock, boolean links) {
    this.folders = folders;
    this.lock = lock;
    this.links = links;
  }

  /** Whether hard links work in this folder. */
  static boolean linksWorkIn(Path folder) throws IOException {
    Path one = Files.createTempFile(folder, "probe", null);
    Path two = one.resolveSibling(one.getFileName() + "-link");
    try {
      Files.createLink(two, one);
      return true;
    } catch (IOException | UnsupportedOperationException noLinks) {
      return false;
    } finally {
      Files.deleteIfExists(two);
      Files.deleteIfExists(one);
    }
  }

  /**
   * @throws FileAlreadyExistsException if the name is taken and to be kept
   */
  void publish(Path temporary, Path target, Existing existing) throws IOException {
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException("\"" + target + "\" is in no folder");
    }
    folders.create(folder);
    if (!links) {
      moveLocked(temporary, target, existing);
    } else if (existing == Existing.KEEP) {
      Files.createLink(target, temporary);
    } else {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
    Folders.sync(folder);
  }

  private synchronized void moveLocked(Path temporary, Path target, Existing existing)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (existing == Existing.KEEP && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      if (!held.isValid()) {
        throw new IOException("lost the lock on \"" + lock + "\"");
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
