package dev.affix.testkit;

import dev.affix.storage.StorageService;

class MemoryServiceCopyingTest extends ObjectCopyingContract {
  private final MemoryService service = new MemoryService();
  private final MemoryService source = new MemoryService();

  @Override
  protected StorageService service() {
    return service;
  }

  @Override
  protected StorageService source() {
    return source;
  }
}
