package dev.affix.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where deleted files wait: a folder for each hour (UTC), in it the same paths as below the root. A
 * second file of one path in one hour goes to a folder of its own, {@code 2026-01-31T23-2}. Safe
 * for use by many threads and processes.
 */
final class Trash {
  private static final Logger LOG = LoggerFactory.getLogger(DiskService.class);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final int MOST_OF_ONE_PATH = 1_000;
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH");
  private static final Pattern NAME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}T\\d{2})(-\\d+)?");

  private final Path root;
  private final Path folder;
  private final Folders folders;
  private final Duration keep;
  private final InstantSource clock;
  private volatile Instant nextLook = Instant.MIN;

  private Trash(Path root, Path folder, Duration keep, InstantSource clock) {
    this.root = root;
    this.folder = folder;
    this.folders = new Folders(root);
    this.keep = keep;
    this.clock = clock;
  }

  /**
   * @throws FileAlreadyExistsException if something else has the folder's name, such as a link
   */
  static Trash in(Path root, Duration keep, InstantSource clock) throws IOException {
    Path folder = root.resolve(Layout.RESERVED).resolve("trash");
    new Folders(root).create(folder);
    return new Trash(root, folder, keep, clock);
  }

  /**
   * Moves the file here, in one step.
   *
   * @throws NoSuchFileException if it is gone already
   */
  void take(Path file) throws IOException {
    String hour = HOUR.format(clock.instant().atOffset(ZoneOffset.UTC));
    for (int i = 1; i <= MOST_OF_ONE_PATH; i++) {
      Path target = folder.resolve(i == 1 ? hour : hour + "-" + i).resolve(root.relativize(file));
      if (reserve(target)) {
        move(file, target);
        return;
      }
    }
    throw new IOException("\"" + folder + "\" has too many files of this name in one hour");
  }

  /**
   * Whether the name is this call's own from now on: a move replaces what has the name, and would
   * replace the file of another that looked at the same moment. So an empty file is made first,
   * which only one can make; a crash leaves it empty.
   */
  private boolean reserve(Path target) throws IOException {
    try {
      folders.create(Objects.requireNonNull(target.getParent()));
      Files.createFile(target);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private static void move(Path file, Path reserved) throws IOException {
    try {
      Files.move(file, reserved, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(reserved);
      throw e;
    }
    Folders.sync(Objects.requireNonNull(reserved.getParent()));
    Folders.sync(Objects.requireNonNull(file.getParent()));
  }

  /** Deletes a few files whose time is over; looks for such at most once a minute. */
  void thin(int most) {
    Instant now = clock.instant();
    if (now.isBefore(nextLook)) {
      return;
    }
    try {
      if (empty(most) < most) {
        nextLook = now.plus(LOOK);
      }
    } catch (IOException e) {
      nextLook = now.plus(LOOK);
      LOG.warn("The trash of \"{}\" could not be emptied; tried again later", root, e);
    }
  }

  /**
   * Deletes files whose time is over.
   *
   * @param most files to delete
   * @return how many were deleted
   */
  long empty(long most) throws IOException {
    long left = most;
    for (Path hour : expired()) {
      if (left > 0) {
        left -= delete(hour, left);
      }
    }
    return most - left;
  }

  private List<Path> expired() throws IOException {
    List<Path> expired = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (isExpired(entry) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          expired.add(entry);
        }
      }
    }
    expired.sort(null);
    return expired;
  }

  /** When the last file of that hour has been here for long enough. */
  private boolean isExpired(Path entry) {
    Matcher name = NAME.matcher(Entry.nameOf(entry));
    if (!name.matches()) {
      return false;
    }
    try {
      Instant ended =
          LocalDateTime.parse(name.group(1), HOUR).toInstant(ZoneOffset.UTC).plusSeconds(3_600);
      return !clock.instant().isBefore(ended.plus(keep));
    } catch (DateTimeParseException noTime) {
      return false;
    }
  }

  private static long delete(Path hour, long most) throws IOException {
    var thinning = new Thinning(most);
    Files.walkFileTree(hour, thinning);
    return thinning.deleted;
  }

  /** Deletes files up to a number, and folders that are empty then; links are not followed. */
  private static final class Thinning extends SimpleFileVisitor<Path> {
    private final long most;
    long deleted;

    Thinning(long most) {
      this.most = most;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (deleted == most) {
        return FileVisitResult.TERMINATE;
      }
      if (Files.deleteIfExists(file)) {
        deleted++;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // another process empties it, too
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
