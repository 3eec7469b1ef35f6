package dev.affix.vips;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this user alone into which libraries are unpacked, each into a folder named by its
 * digest. Many JVMs may use it at the same time; what lies there is used only if it belongs to this
 * user and has the bytes that the artifact lists.
 */
final class UnpackFolder {
  private static final Logger LOG = LoggerFactory.getLogger(UnpackFolder.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String BEGUN = "new-";

  private final Path folder;
  private final UserPrincipal user;

  private UnpackFolder(Path folder, UserPrincipal user) {
    this.folder = folder;
    this.user = user;
  }

  /** Makes the user's folder in this place, or takes the one there, unless others can change it. */
  static UnpackFolder in(Path place) throws IOException {
    String name = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    Path folder = Files.createDirectories(place.toAbsolutePath()).resolve("affix-vips-" + name);
    try {
      Files.createDirectory(folder, forOwnerOnly(folder));
    } catch (FileAlreadyExistsException e) {
      // Checked like a new one.
    }
    if (Files.isDirectory(folder, NOFOLLOW_LINKS)) {
      UserPrincipal user = whoMakesFilesIn(folder);
      if (belongsTo(user, folder)) {
        return new UnpackFolder(folder, user);
      }
    }
    throw new IOException(
        "'"
            + folder
            + "' is not trusted: it must be a folder of this user that no other can change");
  }

  /** The artifact's library, unpacked now or before. */
  Path unpack(NativesArtifact artifact) throws IOException {
    Path unpacked = folder.resolve(artifact.digest());
    if (!isWhole(unpacked, artifact)) {
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = lock(channel)) {
        if (!isWhole(unpacked, artifact)) {
          replace(unpacked, artifact);
        }
      }
    }
    return unpacked.resolve(artifact.entries().getFirst().name());
  }

  private boolean isWhole(Path unpacked, NativesArtifact artifact) throws IOException {
    if (!Files.isDirectory(unpacked, NOFOLLOW_LINKS) || !belongsTo(user, unpacked)) {
      return false;
    }
    for (NativesArtifact.Entry entry : artifact.entries()) {
      Path file = unpacked.resolve(entry.name());
      if (!Files.isRegularFile(file, NOFOLLOW_LINKS)
          || !belongsTo(user, file)
          || !digest(file).equals(entry.sha256())) {
        return false;
      }
    }
    return true;
  }

  /** Only by the holder of the lock: then what is whole is never moved away from under a reader. */
  private void replace(Path unpacked, NativesArtifact artifact) throws IOException {
    for (Path left : begunBefore()) {
      delete(left);
    }
    Path begun = Files.createTempDirectory(folder, BEGUN, forOwnerOnly(folder));
    try {
      for (NativesArtifact.Entry entry : artifact.entries()) {
        write(artifact, entry, begun.resolve(entry.name()));
      }
      if (Files.exists(unpacked, NOFOLLOW_LINKS)) {
        Path old = Files.createTempDirectory(folder, BEGUN, forOwnerOnly(folder));
        Files.move(unpacked, old.resolve("damaged"));
        delete(old);
      }
      Files.move(begun, unpacked, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(begun);
      throw e;
    }
  }

  private static void write(NativesArtifact artifact, NativesArtifact.Entry entry, Path file)
      throws IOException {
    try (InputStream in = artifact.open(entry);
        OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (!Sha256.copying(in, out).equals(entry.sha256())) {
        throw new IOException(
            "the jar is damaged: '" + entry.name() + "' has another digest than it lists");
      }
    }
    if (isPosix(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private List<Path> begunBefore() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(BEGUN)).toList();
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException e) {
        // Held in this JVM, by this class under another class loader.
      }
      if (System.nanoTime() > end) {
        throw new IOException("another process has been unpacking there for " + PATIENCE);
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another process was unpacking there", e);
    }
  }

  /** Whether it is this user's, and no other one (but the system's administrator) can change it. */
  static boolean belongsTo(UserPrincipal user, Path path) throws IOException {
    PosixFileAttributeView posix =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, NOFOLLOW_LINKS);
    if (posix == null) {
      return Files.getOwner(path, NOFOLLOW_LINKS).equals(user);
    }
    var attributes = posix.readAttributes();
    return attributes.owner().equals(user)
        && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
        && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** Java cannot ask for the user that the process runs as; a file can. */
  private static UserPrincipal whoMakesFilesIn(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "who", "");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static FileAttribute<?>[] forOwnerOnly(Path path) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.copying(in, OutputStream.nullOutputStream());
    }
  }

  /** What cannot be deleted stays: it costs room, and is never used. */
  private static void delete(Path tree) {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("cannot delete '{}'", tree, e);
    }
  }
}
