package dev.affix.disk;

import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.RangeNotSatisfiableException;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects as files below a folder. A generated key {@code abcdef..} is the file {@code
 * ab/cd/abcdef..}, the layout of ActiveStorage's disk service; a key with slashes is its own path,
 * so that files already there can be adopted.
 *
 * <p>An object appears under its name only when all its bytes are on the disk and checked: they are
 * written to a temporary file in {@code .affix} below the same folder, synced, linked or moved to
 * their name in one step, and the folder synced. A crash leaves a temporary file at worst, which
 * the next start removes when it is a day old. Symbolic links below the folder are never followed,
 * and what is not a regular file is no object.
 *
 * <p>Files are only served by Affix, on one kind of disk: all {@link
 * dev.affix.storage.ObjectOptions} are left out.
 *
 * <p>Several services, in one process or many, may use one folder at once. Nobody else should write
 * to it. Safe for use by many threads; there is nothing to close.
 */
public final class DiskService implements StorageService, ObjectListing {
  /** More than one for each file that comes, so that what is over does not pile up. */
  private static final int THINNED = 10;

  private final Path root;
  private final Temporaries temporaries;
  private final Publication publication;
  private final @Nullable Trash trash;

  // A file as a key names it; where a folder above it is missing it cannot be there.
  private record Place(Path file, boolean isReachable) {}

  private DiskService(Path root, Temporaries temporaries, boolean links) {
    this(
        root,
        temporaries,
        new Publication(new Folders(root), temporaries.folder().resolveSibling("lock"), links),
        null);
  }

  private DiskService(
      Path root, Temporaries temporaries, Publication publication, @Nullable Trash trash) {
    this.root = root;
    this.temporaries = temporaries;
    this.publication = publication;
    this.trash = trash;
  }

  /**
   * A service that keeps its files below {@code folder}, which is made if it is not there.
   *
   * @throws StorageException if that is not a folder to which this process may write
   */
  public static DiskService at(Path folder) {
    Path root = Root.prepare(folder);
    try {
      Temporaries temporaries = Temporaries.in(root);
      return new DiskService(root, temporaries, Publication.linksWorkIn(temporaries.folder()));
    } catch (IOException e) {
      throw Root.notWritable(root, e);
    }
  }

  /**
   * The same with a trash: a deleted file is moved to {@code .affix/trash} below the folder, in one
   * step, and stays there at least so long, and up to an hour longer. Each deletion removes up to
   * ten files whose time is over; {@link #emptyTrash()} removes all of them. What is in the trash
   * takes its room on the disk, and no key leads to it.
   *
   * @throws StorageException if that folder cannot be made
   */
  public DiskService withTrash(Duration keep) {
    return withTrash(keep, InstantSource.system());
  }

  DiskService withTrash(Duration keep, InstantSource clock) {
    if (keep.isNegative()) {
      throw new IllegalArgumentException("keep must not be negative, but was " + keep);
    }
    try {
      return new DiskService(root, temporaries, publication, Trash.in(root, keep, clock));
    } catch (IOException e) {
      throw Root.notWritable(root, e);
    }
  }

  /**
   * Removes from the trash what has been there for long enough.
   *
   * @return how many files; 0 for a service without trash
   */
  public long emptyTrash() {
    try {
      return trash == null ? 0 : trash.empty(Long.MAX_VALUE);
    } catch (IOException e) {
      throw Failures.of("Emptying the trash of " + this, e);
    }
  }

  /** As on a file system that has no hard links. */
  static DiskService withoutLinks(Path folder) throws IOException {
    Path root = Root.prepare(folder);
    return new DiskService(root, Temporaries.in(root), false);
  }

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    StorageKey key = request.key();
    Path file = locate(key).file;
    if (request.existing() == PutRequest.Existing.KEEP && head(key).isPresent()) {
      throw new ObjectExistsException(key, toString());
    }
    try (Temporary temporary = temporaries.create(this, key)) {
      StoredObject written = temporary.write(request, body);
      publish(request, temporary.file(), file);
      return written;
    }
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    Place place = locate(key);
    try {
      BasicFileAttributes before = attributesOf(place);
      while (before != null) {
        FileChannel channel =
            FileChannel.open(place.file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
          BasicFileAttributes after = attributesOf(place);
          if (after == null || Objects.equals(after.fileKey(), before.fileKey())) {
            // Deleted since or the same still: the time of the first look is that of the file.
            return reader(key, range, channel, before);
          }
          channel.close();
          before = after;
        } catch (IOException | RuntimeException e) {
          channel.close();
          throw e;
        }
      }
    } catch (NoSuchFileException deleted) {
      throw new ObjectNotFoundException(key, toString());
    } catch (IOException e) {
      throw failure("Opening", key, e);
    }
    throw absent(key);
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    try {
      BasicFileAttributes attributes = attributesOf(locate(key));
      if (attributes == null) {
        checkRoot();
        return Optional.empty();
      }
      return Optional.of(Temporary.describe(key, attributes));
    } catch (IOException e) {
      throw failure("Looking up", key, e);
    }
  }

  @Override
  public void delete(StorageKey key) {
    Place place = locate(key);
    try {
      if (attributesOf(place) == null || !remove(place.file)) {
        checkRoot();
      }
    } catch (IOException e) {
      throw failure("Deleting", key, e);
    }
  }

  /** Whether it was there. */
  private boolean remove(Path file) throws IOException {
    if (trash == null) {
      boolean there = Files.deleteIfExists(file);
      if (there) {
        Folders.sync(Objects.requireNonNull(file.getParent()));
      }
      return there;
    }
    try {
      trash.take(file);
    } catch (NoSuchFileException goneMeanwhile) {
      return false;
    } finally {
      trash.thin(THINNED);
    }
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Memory grows with the number of files in one folder times the depth of folders, not with the
   * number of objects. Every folder is read twice, once for keys with slashes and once without. A
   * {@link StorageException} of a failing disk may come from any call of the iterator.
   */
  @Override
  public Iterator<StoredObject> list() {
    return listing(null);
  }

  /** As {@link #list()}; folders that cannot hold a greater key are not read. */
  @Override
  public Iterator<StoredObject> listAfter(StorageKey after) {
    return listing(after);
  }

  /** The kind of service and its folder. */
  @Override
  public String toString() {
    return "disk \"" + root + "\"";
  }

  StorageException failure(String action, StorageKey key, IOException e) {
    return Failures.of(action + " object \"" + key + "\" in " + this, e);
  }

  private Iterator<StoredObject> listing(@Nullable StorageKey after) {
    checkRoot();
    return new MergedWalk(
        new Walk(root, KeySpace.SHARDED, after), new Walk(root, KeySpace.LITERAL, after));
  }

  /** The one door from a key to a file. */
  private Place locate(StorageKey key) {
    Path file = root;
    boolean reachable = true;
    try {
      for (Path name : Path.of(Layout.pathOf(key))) {
        if (reachable && !file.equals(root)) {
          reachable = isFolder(file, key);
        }
        file = file.resolve(name);
      }
    } catch (InvalidPathException e) {
      throw new InvalidStorageKeyException(
          key.value(),
          "cannot be a file name here: "
              + e.getReason()
              + "; for names beyond ASCII run with a UTF-8 locale, such as LC_ALL=C.UTF-8");
    } catch (IOException e) {
      throw failure("Looking up", key, e);
    }
    if (!file.normalize().equals(file) || !file.startsWith(root)) {
      throw new InvalidStorageKeyException(key.value(), "leads out of the storage folder");
    }
    return new Place(file, reachable);
  }

  private boolean isFolder(Path path, StorageKey key) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        throw new InvalidStorageKeyException(
            key.value(),
            "leads through the symbolic link \""
                + root.relativize(path)
                + "\" in the storage folder; links are not followed");
      }
      return attributes.isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Of an object's file; null if there is none. */
  private static @Nullable BasicFileAttributes attributesOf(Place place) throws IOException {
    if (!place.isReachable) {
      return null;
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(place.file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? attributes : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private ObjectReader reader(
      StorageKey key, ByteRange range, FileChannel channel, BasicFileAttributes attributes)
      throws IOException {
    long size = channel.size();
    if (!range.isSatisfiableBy(size)) {
      throw new RangeNotSatisfiableException(key, range, size);
    }
    return new ObjectReader(
        new StoredObject(key, size, Checksums.NONE, attributes.lastModifiedTime().toInstant()),
        new RangeStream(channel, range.first(), range.lengthWithin(size)));
  }

  private void publish(PutRequest request, Path temporary, Path file) {
    StorageKey key = request.key();
    try {
      publication.publish(temporary, file, request.existing());
    } catch (IOException e) {
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new InvalidStorageKeyException(
            key.value(), "is a folder with other objects in " + this);
      }
      if (e instanceof FileAlreadyExistsException taken) {
        if (taken.getFile().equals(file.toString())) {
          throw new ObjectExistsException(key, toString());
        }
        throw new InvalidStorageKeyException(
            key.value(), "leads through \"" + taken.getFile() + "\", which is not a folder");
      }
      throw failure("Storing", key, e);
    }
  }

  private ObjectNotFoundException absent(StorageKey key) {
    checkRoot();
    return new ObjectNotFoundException(key, toString());
  }

  /** "There is no such object" must not be said of a disk that is not mounted. */
  private void checkRoot() {
    if (!Files.isDirectory(temporaries.folder())) {
      throw new StorageUnavailableException(
          this
              + " has lost its folder \""
              + root.relativize(temporaries.folder())
              + "\"; is it mounted? If it was emptied on purpose, make the service anew",
          null);
    }
  }
}
