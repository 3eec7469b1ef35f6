package dev.affix.testkit.database;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the programs of a server are unpacked once for all JVMs of a user. Not for all users: what
 * another one has unpacked may be unreadable, or not what it seems.
 */
final class Binaries {
  private Binaries() {}

  static Path folder(String server) throws IOException {
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
}
