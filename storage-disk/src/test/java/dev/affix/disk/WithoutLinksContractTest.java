package dev.affix.disk;

import dev.affix.storage.StorageService;
import dev.affix.testkit.StorageServiceContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class WithoutLinksContractTest extends StorageServiceContract {
  @TempDir Path root;
  private DiskService service;

  @BeforeEach
  void open() throws IOException {
    service = DiskService.withoutLinks(root);
  }

  @Override
  protected StorageService service() {
    return service;
  }
}
