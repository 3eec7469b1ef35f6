package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.S3Store;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A good service; each subclass spoils one thing of it. */
class SpoiledService implements StorageService, ObjectListing, ObjectCopying {
  final StorageService good;

  SpoiledService(StorageService good) {
    this.good = good;
  }

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    return good.put(request, body);
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    return good.open(key, range);
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    return good.head(key);
  }

  @Override
  public void delete(StorageKey key) {
    good.delete(key);
  }

  @Override
  public Iterator<StoredObject> list() {
    return ((ObjectListing) good).list();
  }

  @Override
  public Iterator<StoredObject> listAfter(StorageKey after) {
    return ((ObjectListing) good).listAfter(after);
  }

  @Override
  public boolean copiesFrom(StorageService source) {
    return source == this;
  }

  @Override
  public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
    return ((ObjectCopying) good).copy(good, seen, target);
  }

  static final class Dead extends SpoiledService {
    Dead(StorageService good) {
      super(good);
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      throw new StorageUnavailableException("dead", null);
    }
  }

  static final class CallsOutagesFinal extends SpoiledService {
    CallsOutagesFinal(StorageService good) {
      super(good);
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      try {
        return good.head(key);
      } catch (StorageUnavailableException e) {
        throw new StorageException("refused", e);
      }
    }
  }

  static final class ThrowsItsOwn extends SpoiledService {
    ThrowsItsOwn(StorageService good) {
      super(good);
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      try {
        return good.head(key);
      } catch (StorageUnavailableException e) {
        throw new IllegalStateException("no connection", e);
      }
    }
  }

  static final class SaysDone extends SpoiledService {
    SaysDone(StorageService good) {
      super(good);
    }

    @Override
    public void delete(StorageKey key) {
      try {
        good.delete(key);
      } catch (StorageUnavailableException e) {
        // Somebody may look into it some time.
      }
    }
  }

  static final class LosesPuts extends SpoiledService {
    LosesPuts(StorageService good) {
      super(good);
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      StoredObject stored = good.put(request, body);
      good.delete(request.key());
      return stored;
    }
  }

  static final class StoresWhatCame extends SpoiledService {
    StoresWhatCame(StorageService good) {
      super(good);
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      var came = new ByteArrayOutputStream();
      try {
        body.transferTo(came);
      } catch (IOException e) {
        good.put(
            PutRequest.of(request.key(), request.contentType()),
            new ByteArrayInputStream(came.toByteArray()));
        throw e;
      }
      return good.put(request, new ByteArrayInputStream(came.toByteArray()));
    }
  }

  static final class ReadsShort extends SpoiledService {
    ReadsShort(StorageService good) {
      super(good);
    }

    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      ObjectReader reader = good.open(key, range);
      return new ObjectReader(
          reader.object(),
          new InputStream() {
            @Override
            public int read() {
              byte[] one = new byte[1];
              return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
              try {
                return reader.body().read(buffer, offset, length);
              } catch (IOException e) {
                return -1;
              }
            }

            @Override
            public void close() {
              reader.close();
            }
          });
    }
  }

  static final class ListsNothing extends SpoiledService {
    ListsNothing(StorageService good) {
      super(good);
    }

    @Override
    public Iterator<StoredObject> list() {
      good.head(StorageKey.random());
      return Collections.emptyIterator();
    }
  }

  static final class CopiesOther extends SpoiledService {
    CopiesOther(StorageService good) {
      super(good);
    }

    @Override
    public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
      try {
        return good.put(
            PutRequest.of(target.key(), target.contentType()), InputStream.nullInputStream());
      } catch (IOException e) {
        throw new StorageException("copying failed", e);
      }
    }
  }

  static final class LeavesUploads extends SpoiledService {
    private final S3Store store;

    LeavesUploads(StorageService good, S3Store store) {
      super(good);
      this.store = store;
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      store
          .client()
          .createMultipartUpload(
              r -> r.bucket(store.bucket()).key(S3FaultBed.PREFIX + request.key().value()));
      return good.put(request, body);
    }
  }

  static final class LeavesFiles extends SpoiledService {
    private final Path temporaries;

    LeavesFiles(StorageService disk) {
      super(disk);
      String root = disk.toString().replaceAll("^disk \"|\"$", "");
      this.temporaries = Path.of(root, ".affix", "tmp");
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      StoredObject stored = good.put(request, body);
      Files.createTempFile(temporaries, "left", null);
      return stored;
    }
  }

  static final class LosesReaders extends SpoiledService {
    private final List<ObjectReader> lost = new ArrayList<>();

    LosesReaders(StorageService good) {
      super(good);
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      lost.add(good.open(key));
      return good.head(key);
    }

    void close() {
      lost.forEach(ObjectReader::close);
    }
  }

  static final class LosesThreads extends SpoiledService {
    private final CountDownLatch end = new CountDownLatch(1);

    LosesThreads(StorageService good) {
      super(good);
    }

    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      for (int i = 0; i < 3; i++) {
        Thread.ofPlatform().daemon().start(this::linger);
      }
      return good.open(key, range);
    }

    private void linger() {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void close() {
      end.countDown();
    }
  }

  static final class NeverGivesUp extends SpoiledService {
    private static final long LONG = 13_000_000_000L;

    NeverGivesUp(StorageService good) {
      super(good);
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      long begin = System.nanoTime();
      while (true) {
        try {
          return good.head(key);
        } catch (StorageUnavailableException e) {
          if (System.nanoTime() - begin > LONG) {
            throw e;
          }
        }
      }
    }
  }
}
