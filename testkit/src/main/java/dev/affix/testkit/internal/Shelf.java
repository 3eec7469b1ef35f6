package dev.affix.testkit.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where what takes a server long to make is kept for all JVMs of a user. Not for all users: what
 * another one has put there may be unreadable, or not what it seems.
 */
public final class Shelf {
  private Shelf() {}

  /** Something done while no other JVM does it. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /** The folder of this name, made if it is missing. */
  public static Path folder(String server) throws IOException {
    String user = System.getProperty("user.name");
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "affix-" + server + "-" + user);
    try {
      return Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(user)) {
        throw new IOException(
            "\"" + folder + "\" belongs to another user; remove it, or set java.io.tmpdir", e);
      }
      return folder;
    }
  }

  /** Works while no other JVM works with that folder. */
  public static <T> T alone(Path folder, Work<T> work) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("lost the lock on \"" + folder + "\"");
      }
      return work.run();
    }
  }
}
