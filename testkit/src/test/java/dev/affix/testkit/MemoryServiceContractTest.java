package dev.affix.testkit;

import dev.affix.storage.StorageService;

class MemoryServiceContractTest extends StorageServiceContract {
  private final MemoryService service = new MemoryService();

  @Override
  protected StorageService service() {
    return service;
  }
}
