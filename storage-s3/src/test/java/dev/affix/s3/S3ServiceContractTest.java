package dev.affix.s3;

import dev.affix.storage.StorageService;
import dev.affix.testkit.StorageServiceContract;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class S3ServiceContractTest extends StorageServiceContract {
  private final Kind kind;
  private final S3Service service;

  S3ServiceContractTest(Kind kind) {
    this.kind = kind;
    service = Store.on(kind).service().build();
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Override
  protected StorageService service() {
    return service;
  }

  /** s3proxy was seen to tell the length of one version and the checksum of another at once. */
  @Override
  protected boolean tellsOneVersion() {
    return kind != Kind.S3PROXY;
  }
}
