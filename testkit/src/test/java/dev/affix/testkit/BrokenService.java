package dev.affix.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A good service; each subclass spoils one thing of it. */
class BrokenService extends OnMemory {
  BrokenService() {
    super(new MemoryService());
  }

  static final class IgnoresChecksums extends BrokenService {
    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      return memory.put(request.withChecksums(Checksums.NONE), body);
    }
  }

  static final class IgnoresLengths extends BrokenService {
    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      return memory.put(
          new PutRequest(
              request.key(),
              request.contentType(),
              java.util.OptionalLong.empty(),
              request.expected(),
              request.existing()),
          body);
    }
  }

  static final class LeavesPartialObjects extends BrokenService {
    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      var bytes = new ByteArrayOutputStream();
      try {
        body.transferTo(bytes);
      } catch (IOException e) {
        memory.put(
            PutRequest.of(request.key(), "").replacing(),
            new ByteArrayInputStream(bytes.toByteArray()));
        throw e;
      }
      return memory.put(request, new ByteArrayInputStream(bytes.toByteArray()));
    }
  }

  static final class ReplacesAlways extends BrokenService {
    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      return memory.put(request.replacing(), body);
    }
  }

  static final class LooksBeforeItKeeps extends BrokenService {
    private final CountDownLatch lookers = new CountDownLatch(2);

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      boolean keeps = request.existing() == PutRequest.Existing.KEEP;
      if (keeps && memory.head(request.key()).isPresent()) {
        throw new ObjectExistsException(request.key(), "memory");
      }
      // Between the look and the step another thread looks, too.
      lookers.countDown();
      try {
        assertThat(lookers.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return memory.put(request.replacing(), body);
    }
  }

  static final class ClosesTheBody extends BrokenService {
    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      try (body) {
        return memory.put(request, body);
      }
    }
  }

  static final class WrapsTheBodysException extends BrokenService {
    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      try {
        return memory.put(request, body);
      } catch (IOException e) {
        throw new IOException("put failed", e);
      }
    }
  }

  static final class EndsRangesOneEarly extends BrokenService {
    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      if (range.last().isEmpty() || range.last().getAsLong() == range.first()) {
        return memory.open(key, range);
      }
      return memory.open(key, ByteRange.of(range.first(), range.last().getAsLong() - 1));
    }
  }

  static final class IgnoresRangesBeyondTheEnd extends BrokenService {
    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      long size = memory.open(key).object().byteSize();
      return range.isSatisfiableBy(size)
          ? memory.open(key, range)
          : new ObjectReader(memory.open(key).object(), InputStream.nullInputStream());
    }
  }

  static final class DeletesByPrefix extends BrokenService {
    @Override
    public void delete(StorageKey key) {
      List<StorageKey> doomed = new ArrayList<>();
      memory.list().forEachRemaining(object -> doomed.add(object.key()));
      doomed.stream()
          .filter(other -> other.value().startsWith(key.value()))
          .forEach(memory::delete);
    }
  }

  static final class ListsByCharacters extends BrokenService {
    @Override
    public Iterator<StoredObject> list() {
      List<StoredObject> objects = new ArrayList<>();
      memory.list().forEachRemaining(objects::add);
      objects.sort(Comparator.comparing(object -> object.key().value()));
      return objects.iterator();
    }
  }

  static final class ListsFoldersTogether extends BrokenService {
    @Override
    public Iterator<StoredObject> list() {
      List<StoredObject> objects = new ArrayList<>();
      memory.list().forEachRemaining(objects::add);
      objects.sort(Comparator.comparing(object -> object.key().value().replace('/', '\u0001')));
      return objects.iterator();
    }
  }

  static final class ListsTheBoundItself extends BrokenService {
    @Override
    public Iterator<StoredObject> listAfter(StorageKey after) {
      List<StoredObject> objects = new ArrayList<>();
      memory.head(after).ifPresent(objects::add);
      memory.listAfter(after).forEachRemaining(objects::add);
      return objects.iterator();
    }
  }

  static final class StopsAtThePageEnd extends BrokenService {
    @Override
    public Iterator<StoredObject> list() {
      List<StoredObject> objects = new ArrayList<>();
      memory.list().forEachRemaining(objects::add);
      return objects.subList(0, Math.min(1000, objects.size())).iterator();
    }
  }
}
