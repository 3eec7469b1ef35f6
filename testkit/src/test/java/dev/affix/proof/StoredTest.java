package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.AttachedOne;
import dev.affix.DirectUploadLimits;
import dev.affix.HasOneAttached;
import dev.affix.StagedBlob;
import dev.affix.Stored;
import dev.affix.Variant;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectOptions;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code @Stored} says reaches the service with each new file. */
class StoredTest {
  private static final ObjectOptions OPTIONS =
      new ObjectOptions("private, max-age=60", "attachment", "STANDARD_IA", "key-1");
  private static final byte[] PNG = Pictures.bytes("a");

  private final Map<StorageKey, ObjectOptions> asked = new ConcurrentHashMap<>();
  private final Unit unit =
      Unit.open(
          TestDatabase.Kind.H2,
          10,
          (builder, made) ->
              builder
                  .service("asked", new Asked(made.memory))
                  .service("other", new Asked(new MemoryService()))
                  .defaultService("asked")
                  .imageProcessor(new ScriptedProcessor())
                  .directUploads(Uploader.BASE + "/", DirectUploadLimits.DEFAULTS),
          Archived.class);

  @Entity(name = "Archived")
  static class Archived {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached(
        stored =
            @Stored(
                cacheControl = "private, max-age=60",
                contentDisposition = "attachment",
                storageClass = "STANDARD_IA",
                encryption = "key-1"),
        variants =
            @Variant(
                name = "small",
                resizeToLimit = {10, 10}))
    @Transient
    final AttachedOne scan = AttachedOne.of(this);

    @HasOneAttached @Transient final AttachedOne copy = AttachedOne.of(this);
  }

  /** Notes what each put is asked to do. */
  private final class Asked implements StorageService {
    private final StorageService service;

    Asked(StorageService service) {
      this.service = service;
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      asked.put(request.key(), request.options());
      return service.put(request, body);
    }

    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      return service.open(key, range);
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      return service.head(key);
    }

    @Override
    public void delete(StorageKey key) {
      service.delete(key);
    }
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void newFilesAndTheirVariantsAreStoredAsTheAttachmentSays() {
    Archived archived = new Archived();
    unit.runInTransaction(em -> {
      em.persist(archived);
      archived.scan.attach(Pictures.png("a"));
    });
    small(archived);
    assertThat(asked).hasSize(2);
    assertThat(asked.values()).containsOnly(OPTIONS);
  }

  /** Has the variant made. */
  private void small(Archived archived) {
    String url =
        unit.inTransaction(em ->
                em.find(Archived.class, archived.id).scan.variant("small").url().orElseThrow())
            .toString();
    FileRequest request = FileRequest.of("GET", url.substring("/files".length()));
    try (FileResponse response = unit.affix().handler().handle(request)) {
      assertThat(response.status()).isEqualTo(200);
    }
  }

  @Test
  void directUploadIsStoredSoWhenItIsTakenOver() throws IOException {
    var client = new Uploader(unit.affix().directUploads());
    URI endpoint = unit.affix().directUploads().endpoint(Archived.class, "scan", "user 7");
    Uploader.Begun begun = client.begin(endpoint, "a.png", "image/png", PNG);
    assertThat(client.put(begun, PNG).status()).isEqualTo(204);
    StagedBlob staged =
        unit.affix().directUploads().accept(begun.signedId(), Archived.class, "scan", "user 7");
    assertThat(staged.byteSize()).isEqualTo(PNG.length);
    assertThat(
            asked.keySet().stream()
                .filter(key -> !key.value().startsWith("staging/"))
                .map(asked::get)
                .toList())
        .isEqualTo(List.of(OPTIONS));
  }

  @Test
  void aMovedFileAndItsVariantsAreKeptAsTheAttachmentSays() {
    Archived archived = new Archived();
    unit.runInTransaction(em -> {
      em.persist(archived);
      archived.scan.attach(Pictures.png("a"));
    });
    small(archived);
    asked.clear();
    assertThat(unit.affix().move("asked").to("other").run().moved()).isOne();
    assertThat(asked).hasSize(2);
    assertThat(asked.values()).containsOnly(OPTIONS);
  }

  @Test
  void aMovedFileOfAttachmentsThatDifferIsKeptAsTheServiceDoesIt() {
    Archived archived = new Archived();
    unit.runInTransaction(em -> {
      em.persist(archived);
      archived.scan.attach(Pictures.png("a"));
      em.flush();
      archived.copy.attach(archived.scan.blob());
    });
    asked.clear();
    assertThat(unit.affix().move("asked").to("other").run().moved()).isOne();
    assertThat(asked.values()).containsExactly(ObjectOptions.NONE);
  }

  @Test
  void uploadForNoAttachmentIsStoredAsTheServiceDoesIt() {
    unit.affix().stage(Pictures.png("a"));
    assertThat(asked.values()).containsExactly(ObjectOptions.NONE);
  }
}
