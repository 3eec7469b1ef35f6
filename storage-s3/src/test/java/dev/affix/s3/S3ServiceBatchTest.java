package dev.affix.s3;

import dev.affix.storage.StorageService;
import dev.affix.testkit.BatchDeletionContract;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class S3ServiceBatchTest extends BatchDeletionContract {
  private final S3Service service;

  S3ServiceBatchTest(Kind kind) {
    service = Store.on(kind).service().build();
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Override
  protected StorageService service() {
    return service;
  }
}
