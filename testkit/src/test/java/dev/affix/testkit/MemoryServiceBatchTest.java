package dev.affix.testkit;

import dev.affix.storage.StorageService;

class MemoryServiceBatchTest extends BatchDeletionContract {
  private final MemoryService service = new MemoryService();

  @Override
  protected StorageService service() {
    return service;
  }
}
