package dev.affix.s3;

import dev.affix.storage.StorageService;
import dev.affix.testkit.ObjectCopyingContract;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** With the settings of a store that is not Amazon's and of which nothing else is said. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class PlainCopyingTest extends ObjectCopyingContract {
  private final S3Service service;

  PlainCopyingTest(Kind kind) {
    service = Store.on(kind).plain();
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Override
  protected StorageService service() {
    return service;
  }
}
