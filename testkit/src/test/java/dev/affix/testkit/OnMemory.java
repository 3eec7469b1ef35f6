package dev.affix.testkit;

import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;

/** Passes everything to a service in memory; a test overrides what is to be otherwise. */
public abstract class OnMemory implements StorageService, ObjectListing {
  public final MemoryService memory;

  protected OnMemory(MemoryService memory) {
    this.memory = memory;
  }

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    return memory.put(request, body);
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    return memory.open(key, range);
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    return memory.head(key);
  }

  @Override
  public void delete(StorageKey key) {
    memory.delete(key);
  }

  @Override
  public Iterator<StoredObject> list() {
    return memory.list();
  }

  @Override
  public Iterator<StoredObject> listAfter(StorageKey after) {
    return memory.listAfter(after);
  }
}
