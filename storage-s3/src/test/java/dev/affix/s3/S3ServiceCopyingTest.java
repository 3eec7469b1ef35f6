package dev.affix.s3;

import dev.affix.storage.StorageService;
import dev.affix.testkit.ObjectCopyingContract;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class S3ServiceCopyingTest extends ObjectCopyingContract {
  private final S3Service service;
  private final S3Service source;

  S3ServiceCopyingTest(Kind kind) {
    Store store = Store.on(kind);
    service = store.service().build();
    source = store.service().bucket(store.other()).build();
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Override
  protected StorageService service() {
    return service;
  }

  @Override
  protected StorageService source() {
    return source;
  }
}
