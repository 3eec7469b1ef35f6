package dev.affix.disk;

import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The objects of one key space in byte order; one sorted folder a level is in memory. */
final class Walk implements Iterator<StoredObject> {
  private final Path root;
  private final KeySpace space;
  private final byte[] after;
  private final Deque<Iterator<Entry>> open = new ArrayDeque<>();
  private @Nullable StoredObject next;

  Walk(Path root, KeySpace space, @Nullable StorageKey after) {
    this.root = root;
    this.space = space;
    this.after = after == null ? new byte[0] : after.value().getBytes(StandardCharsets.UTF_8);
    open.push(entriesOf(root, null).iterator());
    advance();
  }

  /** The object {@link #next()} would give; null at the end. */
  @Nullable StoredObject peek() {
    return next;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public StoredObject next() {
    StoredObject object = next;
    if (object == null) {
      throw new NoSuchElementException();
    }
    advance();
    return object;
  }

  private void advance() {
    next = null;
    while (next == null && !open.isEmpty()) {
      Iterator<Entry> entries = open.element();
      if (!entries.hasNext()) {
        open.pop();
        continue;
      }
      Entry entry = entries.next();
      next = entry.object();
      if (next == null) {
        open.push(entriesOf(entry.path(), entry).iterator());
      }
    }
  }

  private List<Entry> entriesOf(Path folder, @Nullable Entry parent) {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        add(path, parent, entries);
      }
    } catch (NoSuchFileException | NotDirectoryException goneMeanwhile) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw Failures.of(
          "Listing \"" + folder + "\" in disk \"" + root + "\"",
          Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw Failures.of("Listing \"" + folder + "\" in disk \"" + root + "\"", e);
    }
    Collections.sort(entries);
    return entries;
  }

  private void add(Path path, @Nullable Entry parent, List<Entry> entries) throws IOException {
    String name = Entry.nameOf(path);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      space
          .entry(path, name, parent, attributes)
          .filter(entry -> entry.reachesBeyond(after))
          .ifPresent(entries::add);
    } catch (NoSuchFileException deletedMeanwhile) {
      // As the listing permits.
    }
  }
}
