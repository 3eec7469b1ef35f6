package dev.affix.disk;

import dev.affix.storage.StorageService;
import dev.affix.testkit.ObjectListingContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DiskServiceListingTest extends ObjectListingContract {
  @TempDir Path root;
  private DiskService service;

  @BeforeEach
  void open() {
    service = DiskService.at(root);
  }

  @Override
  protected StorageService service() {
    return service;
  }
}
