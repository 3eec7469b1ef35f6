package dev.affix.testkit;

import dev.affix.storage.StorageService;

class MemoryServiceListingTest extends ObjectListingContract {
  private final MemoryService service = new MemoryService();

  @Override
  protected StorageService service() {
    return service;
  }
}
