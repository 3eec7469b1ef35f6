package dev.affix.disk;

import dev.affix.storage.StorageService;
import dev.affix.testkit.StorageServiceContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class TrashContractTest extends StorageServiceContract {
  @TempDir Path root;
  private DiskService service;

  @BeforeEach
  void open() {
    service = DiskService.at(root).withTrash(Duration.ZERO);
  }

  @Override
  protected StorageService service() {
    return service;
  }
}
