package dev.affix.disk;

import dev.affix.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder everything is in. */
final class Root {
  private Root() {}

  /** Makes the folder if need be, and resolves it, so that later changes of links do not count. */
  static Path prepare(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw new StorageException(
          "Storage folder \"" + absolute + "\" is a file; name a folder, existing or to be made");
    }
    try {
      return Files.createDirectories(absolute).toRealPath();
    } catch (IOException e) {
      throw new StorageException(
          "Storage folder \""
              + absolute
              + "\" could not be made; make it yourself, or let user \""
              + System.getProperty("user.name")
              + "\" write to the folder above it",
          e);
    }
  }

  static StorageException notWritable(Path root, IOException e) {
    return new StorageException(
        "Storage folder \""
            + root
            + "\" is not writable for user \""
            + System.getProperty("user.name")
            + "\"; change its owner or mode, or name another folder",
        e);
  }
}
