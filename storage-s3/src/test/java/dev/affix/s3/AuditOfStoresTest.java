package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Upload;
import dev.affix.disk.DiskService;
import dev.affix.lifecycle.AuditReport;
import dev.affix.pace.Pace;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Other bytes of the same length, on a disk and in stores. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class AuditOfStoresTest {
  private static final int PART = 5 << 20;

  @TempDir Path root;
  private final S3Service service;
  private Albums albums;

  AuditOfStoresTest(Kind kind) {
    service = Store.on(kind).service().partSize(PART).build();
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @BeforeEach
  void open() {
    albums = new Albums(root, builder -> builder.service("store", service));
    albums.add(Upload.of(Bytes.random(900), "well.bin"));
  }

  @AfterEach
  void close() {
    albums.close();
    service.close();
  }

  @Test
  void inAStoreTheTagTellsAndWhatIsReadDecides() throws IOException {
    StorageKey key = albums.add(Upload.of(Bytes.random(1_000), "a.bin"));
    albums.move("disk", "store");
    AuditReport well = albums.affix().audit("store");
    assertThat(well.isClean()).as(well.text()).isTrue();
    assertThat(well.read()).isZero();
    damage(service, key, 1_000);
    AuditReport report = albums.affix().audit("store");
    assertThat(report.differing()).containsExactly(key.value());
    assertThat(report.read()).isOne();
    assertThat(report.same()).isOne();
  }

  @Test
  void inAStoreOnlyReadingTellsOfPartsThatDiffer() throws IOException {
    StorageKey key = albums.add(Upload.of(Bytes.random(PART + 1_000), "a.bin"));
    albums.move("disk", "store");
    damage(service, key, PART + 1_000);
    AuditReport report = albums.affix().auditByReading("store", Pace.unlimited().threads(2));
    assertThat(report.differing()).containsExactly(key.value());
    assertThat(report.read()).isEqualTo(2);
  }

  @Test
  void onADiskOnlyReadingTells() throws IOException {
    StorageKey key = albums.add(Upload.of(Bytes.random(1_000), "a.bin"));
    damage(DiskService.at(root), key, 1_000);
    assertThat(albums.affix().audit("disk").isClean()).isTrue();
    AuditReport report = albums.affix().auditByReading("disk", Pace.unlimited());
    assertThat(report.differing()).containsExactly(key.value());
    assertThat(report.read()).isEqualTo(2);
    assertThat(report.same()).isOne();
  }

  private static void damage(StorageService place, StorageKey key, int length) throws IOException {
    place.put(
        PutRequest.of(key, "application/octet-stream").replacing(),
        new ByteArrayInputStream(new byte[length]));
  }
}
