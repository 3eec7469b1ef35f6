package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Upload;
import dev.affix.disk.DiskService;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.s3.FaultProxy;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import dev.affix.testkit.s3.SeenRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that move from a disk to a store, within it and back, on servers that are no fakes. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class MoveToStoreTest {
  private static final int SMALL = 12;
  private static final int PART = 5 << 20;

  @TempDir Path root;
  private final Store store;
  private final FaultProxy proxy;
  private final S3Service here;
  private final S3Service beside;
  private final S3Service elsewhere;
  private final Map<StorageKey, byte[]> covers = new LinkedHashMap<>();
  private Albums albums;

  MoveToStoreTest(Kind kind) {
    store = Store.on(kind);
    proxy = FaultProxy.before(store.server().endpoint());
    here = place(store.bucket());
    beside = place(store.bucket());
    elsewhere = place(store.other());
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @BeforeEach
  void open() {
    albums =
        new Albums(
            root,
            builder ->
                builder
                    .service("here", here)
                    .service("beside", beside)
                    .service("elsewhere", elsewhere));
    for (int i = 0; i < SMALL; i++) {
      add(Bytes.random(1_000 + i));
    }
  }

  @AfterEach
  void close() {
    albums.close();
    here.close();
    beside.close();
    elsewhere.close();
    proxy.close();
  }

  @Test
  void whatGoesToTheStoreAndBackIsTheSame() throws IOException {
    add(Bytes.random(PART + 1_000)); // in two parts
    long bytes = covers.values().stream().mapToLong(cover -> cover.length).sum();

    var there = albums.move("disk", "here");
    assertThat(there.moved()).isEqualTo(SMALL + 1);
    assertThat(there.bytes()).isEqualTo(bytes);
    assertThat(albums.affix().audit("here").isClean()).isTrue();
    assertThat(albums.read("here")).isEqualTo(SMALL + 1);
    assertThat(albums.read("disk")).isZero();
    for (Map.Entry<StorageKey, byte[]> cover : covers.entrySet()) {
      try (ObjectReader reader = here.open(cover.getKey())) {
        assertThat(reader.body()).hasBinaryContent(cover.getValue());
      }
    }

    assertThat(albums.move("here", "disk").bytes()).isEqualTo(bytes);
    assertThat(albums.read("disk")).isEqualTo(SMALL + 1);
    assertThat(albums.affix().audit("here").isClean()).isTrue();
    assertThat(here.list().hasNext()).isFalse();
    DiskService disk = DiskService.at(root);
    for (Map.Entry<StorageKey, byte[]> cover : covers.entrySet()) {
      try (ObjectReader reader = disk.open(cover.getKey())) {
        assertThat(reader.body()).hasBinaryContent(cover.getValue());
      }
    }
  }

  @Test
  void withinAStoreNoFileIsRead() {
    albums.move("disk", "here");
    String from = "here";
    for (String to : List.of("beside", "elsewhere", "here")) {
      proxy.forgetRequests();
      assertThat(albums.move(from, to).moved()).isEqualTo(SMALL);
      List<SeenRequest> files =
          proxy.requests().stream().filter(r -> !r.path().endsWith("_affix/claim")).toList();
      assertThat(files).as("from %s to %s", from, to).noneMatch(r -> r.method().equals("GET"));
      assertThat(files.stream().filter(r -> r.method().equals("PUT")))
          .hasSize(SMALL)
          .allMatch(r -> r.header("x-amz-copy-source").isPresent());
      assertThat(albums.affix().audit(to).isClean()).isTrue();
      assertThat(albums.affix().audit(from).objects()).isZero();
      assertThat(albums.read(to)).isEqualTo(SMALL);
      from = to;
    }
  }

  private void add(byte[] cover) {
    covers.put(albums.add(Upload.of(cover, "cover.bin")), cover);
  }

  private S3Service place(String bucket) {
    return store
        .bare()
        .endpoint(proxy.endpoint())
        .bucket(bucket)
        .environment(StorageKey.random().value())
        .profile(Store.PROFILE)
        .partSize(PART)
        .build();
  }
}
