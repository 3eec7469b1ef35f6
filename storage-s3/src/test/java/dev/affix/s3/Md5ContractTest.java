package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.StorageService;
import dev.affix.testkit.StorageServiceContract;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On a store that takes MD5s only, by a client of the service's own, with the smallest parts. The
 * contract lets one of several win who put one key, so that feature is needed.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class Md5ContractTest extends StorageServiceContract {
  private static final Map<Kind, S3Service> SHARED = new ConcurrentHashMap<>();

  private final Kind kind;
  private final S3Service service;

  Md5ContractTest(Kind kind) {
    this.kind = kind;
    service = SHARED.computeIfAbsent(kind, Md5ContractTest::serviceOn);
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  private static S3Service serviceOn(Kind kind) {
    Store store = Store.on(kind);
    return store
        .bare()
        .bucket(store.bucket())
        .environment("md5")
        .profile(S3Profile.of(Feature.EXCLUSIVE_PUT))
        .partSize(5 << 20)
        .build();
  }

  @Override
  protected StorageService service() {
    return service;
  }

  /** As in {@link S3ServiceContractTest}. */
  @Override
  protected boolean tellsOneVersion() {
    return kind != Kind.S3PROXY;
  }
}
