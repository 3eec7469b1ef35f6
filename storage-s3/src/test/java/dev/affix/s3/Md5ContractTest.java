package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.StorageService;
import dev.affix.testkit.StorageServiceContract;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On a store that takes MD5s only, with the smallest parts. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class Md5ContractTest extends StorageServiceContract {
  private final S3Service service;

  Md5ContractTest(Kind kind) {
    service =
        Store.on(kind)
            .service()
            .profile(S3Profile.of(Feature.EXCLUSIVE_PUT))
            .partSize(5 << 20)
            .build();
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Override
  protected StorageService service() {
    return service;
  }
}
