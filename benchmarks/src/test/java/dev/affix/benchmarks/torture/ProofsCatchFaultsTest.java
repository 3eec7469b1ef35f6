package dev.affix.benchmarks.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Upload;
import dev.affix.benchmarks.bed.Png;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.disk.DiskService;
import dev.affix.serving.FileHandler;
import dev.affix.serving.FileResponse;
import dev.affix.testkit.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proof that cannot fail proves nothing: each fault made here on purpose must be found. */
class ProofsCatchFaultsTest {
  private final Path root;
  private final Random random = new Random(1);
  private final TestDatabase database = TestDatabase.h2();
  private final DataSource dataSource = database.dataSource();
  private final RowView rows = new RowView(dataSource);
  private final Unit unit;
  private final long owner;

  ProofsCatchFaultsTest(@TempDir Path folder) {
    root = folder;
    unit = Unit.open(dataSource, DiskService.at(root), builder -> builder);
    owner = unit.ownerWithIcon(Upload.of(Png.noise(random, 8), "icon.png"));
  }

  @AfterEach
  void close() {
    unit.close();
    database.close();
  }

  @Test
  void nothingIsFoundWhereNothingIsBroken() throws IOException {
    assertThat(state().check()).isEmpty();
    assertThat(state().settle()).isEmpty();
  }

  @Test
  void aFileDeletedBehindItsBackIsFound() throws IOException {
    Files.delete(file());
    assertThat(state().check()).singleElement().asString().contains("has no object");
    assertThat(state().settle()).anyMatch(fault -> fault.startsWith("audit: missing"));
  }

  @Test
  void aChangedByteIsFound() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(), bytes);
    assertThat(state().check()).singleElement().asString().contains("other bytes");
  }

  @Test
  void aTruncatedFileIsFound() throws IOException {
    Files.write(file(), new byte[3]);
    assertThat(state().check()).singleElement().asString().contains("has 3 bytes instead of");
  }

  @Test
  void aStrayFileIsFound() throws IOException {
    Path stray = root.resolve("zz/zz/zzzzzzzzzzzzzzzzzzzzzzzzzzzz");
    Files.createDirectories(stray.getParent());
    Files.writeString(stray, "nobody knows me");
    assertThat(state().settle()).containsExactly("audit: stray " + stray.getFileName());
  }

  @Test
  void anAttachmentOfABlobThatIsNotStoredIsFound() throws IOException {
    rows.update("update affix_blobs set state = 'RETAINED'");
    assertThat(state().check()).singleElement().asString().contains("RETAINED");
  }

  @Test
  void aStoredBlobThatNothingRefersToIsFound() throws IOException {
    rows.update("delete from affix_attachments");
    assertThat(state().settle()).containsExactly("1 stored blobs that nothing refers to");
  }

  @Test
  void anAttachmentWithoutItsOwnerIsFound() throws IOException {
    rows.update("delete from Pseud");
    assertThat(state().settle()).singleElement().asString().contains("who is gone");
  }

  @Test
  void aNoteForALiveFileIsFound() throws IOException {
    rows.update(
        "insert into affix_deletions (id, service, storage_key, reason, due_at, attempts,"
            + " created_at) select id, service, storage_key, 'PURGED', current_timestamp, 0,"
            + " current_timestamp from affix_blobs");
    assertThat(state().check()).singleElement().asString().contains("a note would delete");
  }

  @Test
  void aRaceThatLosesAnAttachmentIsFound() throws Exception {
    try (RaceTrack track = RaceTrack.open(TestDatabase.Kind.H2)) {
      long lost = track.unit().ownerWithIcon(Upload.of(Png.noise(random, 8), "icon.png"));
      assertThat(track.faultsOf(lost)).isEmpty();
      track.rows().update("update affix_blobs set storage_key = 'elsewhere'");
      assertThat(track.faultsOf(lost)).singleElement().asString().contains("is lost");
      assertThat(track.settle()).isNotEmpty();
    }
  }

  @Test
  void aHandlerThatAcceptsForgedTokensIsFound() {
    String url =
        unit.factory()
            .callInTransaction(
                em -> em.find(Pseud.class, owner).icon().url().orElseThrow().getRawPath());
    List<String> paths = List.of(url.substring("/files".length()));
    FileHandler real = unit.affix().handler();
    assertThat(new Tokens().attack(real, paths, 500, random).broken()).isEmpty();

    FileHandler careless =
        request -> new FileResponse(200, Map.of(), new FileResponse.Body.None(), () -> {});
    assertThat(new Tokens().attack(careless, paths, 50, random).broken()).hasSize(50);

    FileHandler closed =
        request -> new FileResponse(404, Map.of(), new FileResponse.Body.None(), () -> {});
    assertThat(new Tokens().attack(closed, paths, 50, random).broken())
        .singleElement()
        .asString()
        .startsWith("untouched");
  }

  private StorageState state() {
    return new StorageState(new DiskPlace(root), rows, unit.affix());
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(root.resolve(".affix")))
          .findFirst()
          .orElseThrow();
    }
  }
}
