package dev.affix.disk;

import dev.affix.storage.StorageService;
import dev.affix.testkit.StorageServiceContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

// docs:begin contract
class DiskServiceContractTest extends StorageServiceContract {
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
// docs:end contract
