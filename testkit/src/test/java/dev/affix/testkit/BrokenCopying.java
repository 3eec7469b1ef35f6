package dev.affix.testkit;

import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** A good service that copies; each subclass spoils one thing of that. */
class BrokenCopying extends OnMemory implements ObjectCopying {
  BrokenCopying() {
    super(new MemoryService());
  }

  @Override
  public boolean copiesFrom(StorageService source) {
    return source instanceof BrokenCopying;
  }

  @Override
  public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
    return memory.copy(source instanceof BrokenCopying other ? other.memory : source, seen, target);
  }

  /** Puts what {@code body} gives, whatever the source has by now. */
  final StoredObject store(PutRequest target, InputStream body) {
    try {
      return memory.put(target, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static final class KnowsOnlyItself extends BrokenCopying {
    @Override
    public boolean copiesFrom(StorageService source) {
      return source == this;
    }
  }

  static final class CutsLargeObjects extends BrokenCopying {
    private static final int MOST = 8 << 20;

    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      if (seen.byteSize() <= MOST) {
        return super.copy(source, seen, target);
      }
      try (ObjectReader reader = source.open(seen.key())) {
        byte[] bytes = reader.body().readNBytes(MOST);
        return store(PutRequest.of(target.key(), ""), new ByteArrayInputStream(bytes));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static final class DecodesKeys extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      StorageKey decoded =
          StorageKey.of(URLDecoder.decode(seen.key().value(), StandardCharsets.UTF_8));
      if (source.head(decoded).isEmpty()) {
        throw new ObjectNotFoundException(decoded, "memory");
      }
      return super.copy(source, seen, target);
    }
  }

  static final class Moves extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      StoredObject copied = super.copy(source, seen, target);
      source.delete(seen.key());
      return copied;
    }
  }

  static final class CopiesWhateverIsThere extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      StoredObject now =
          source
              .head(seen.key())
              .orElseThrow(() -> new ObjectNotFoundException(seen.key(), "memory"));
      return super.copy(source, now, target);
    }
  }

  static final class CopiesNothingFromNothing extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      return source.head(seen.key()).isPresent()
          ? super.copy(source, seen, target)
          : store(target, InputStream.nullInputStream());
    }
  }

  static final class ReplacesAlways extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      return super.copy(source, seen, target.replacing());
    }
  }

  static final class KeepsAlways extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      return super.copy(
          source,
          seen,
          new PutRequest(
              target.key(),
              target.contentType(),
              target.expectedLength(),
              target.expected(),
              PutRequest.Existing.KEEP));
    }
  }

  static final class IgnoresLengths extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      return super.copy(
          source,
          seen,
          new PutRequest(
              target.key(),
              target.contentType(),
              OptionalLong.empty(),
              target.expected(),
              target.existing()));
    }
  }

  static final class IgnoresChecksums extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      return super.copy(source, seen, target.withChecksums(Checksums.NONE));
    }
  }

  /** Tells that the copy is wrong, and leaves it. */
  static final class ComparesAfterwards extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      StoredObject copied = super.copy(source, seen, target.withChecksums(Checksums.NONE));
      if (target.expected().firstDifference(copied.checksums()).isPresent()) {
        throw new IntegrityException(target.key(), "differs");
      }
      return copied;
    }
  }

  static final class TakesAnySource extends BrokenCopying {
    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      if (copiesFrom(source)) {
        return super.copy(source, seen, target);
      }
      try (ObjectReader reader = source.open(seen.key())) {
        return store(target, reader.body());
      }
    }
  }
}
