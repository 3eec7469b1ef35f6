package dev.affix.s3;

import dev.affix.s3.S3Service.Sizes;
import dev.affix.storage.StorageService;
import dev.affix.testkit.ObjectCopyingContract;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** With every object that is not empty copied in parts. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class PartCopyingTest extends ObjectCopyingContract {
  private final S3Service service;
  private final S3Service source;

  PartCopyingTest(Kind kind) {
    Store store = Store.on(kind);
    service = store.service().sizes(new Sizes(8 << 20, 0, 5 << 20)).build();
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
