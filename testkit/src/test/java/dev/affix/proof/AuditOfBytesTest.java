package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.Finding;
import dev.affix.lifecycle.Finding.Kind;
import dev.affix.pace.Pace;
import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.Gate;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.OnMemory;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What an audit finds of objects that have the right length, but not the right bytes. */
@ParameterizedClass
@MethodSource("databases")
class AuditOfBytesTest {
  private final TestDatabase.Kind kind;
  private final Tagged tagged = new Tagged(new MemoryService());
  private final FaultyService files = FaultyService.around(tagged);
  private Unit unit;

  AuditOfBytesTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind,
            20,
            (builder, made) -> builder.service("files", files).defaultService("files"),
            Pseud.class);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void otherBytesOfTheSameLengthAreFoundByTheirTag() throws IOException {
    pseuds(3);
    tagged.tags = DigestUtils::md5Hex;
    assertThat(unit.affix().audit("files").read()).isZero();
    StorageKey damaged = damage();
    AuditReport report = unit.affix().audit("files");
    assertThat(report.findings())
        .singleElement()
        .extracting(Finding::kind, Finding::key, Finding::detail)
        .containsExactly(Kind.DIFFERENT, damaged.value(), "has another sha256 than its row");
    assertThat(report.read()).isOne();
    assertThat(report.same()).isEqualTo(2);
    assertThat(report.unchecked()).isEmpty();
  }

  @Test
  void tagsThatAreNoChecksumsAreNoFindingsAndSoonNotLookedAt() {
    pseuds(25);
    tagged.tags = bytes -> DigestUtils.md5Hex("key" + DigestUtils.md5Hex(bytes));
    AuditReport report = unit.affix().audit("files");
    assertThat(report.isClean()).as(report.text()).isTrue();
    assertThat(report.same()).isEqualTo(25);
    assertThat(report.read()).isEqualTo(20);
    assertThat(report.unchecked()).singleElement().asString().contains("auditByReading");

    tagged.tags = bytes -> DigestUtils.md5Hex(bytes) + "-2";
    assertThat(unit.affix().audit("files").read()).as("tags of parts").isZero();
  }

  @Test
  void readingFindsWhatNoListingTells() throws IOException {
    pseuds(30);
    StorageKey damaged = damage();
    assertThat(unit.affix().audit("files").isClean()).isTrue();
    for (Pace pace : List.of(Pace.unlimited(), Pace.unlimited().threads(3))) {
      AuditReport report = unit.affix().auditByReading("files", pace);
      assertThat(report.findings()).extracting(Finding::kind).containsExactly(Kind.DIFFERENT);
      assertThat(report.differing()).containsExactly(damaged.value());
      assertThat(report.read()).isEqualTo(30);
      assertThat(report.same()).isEqualTo(29);
      assertThat(report.unchecked()).isEmpty();
    }
  }

  @Test
  void readingHoldsNoConnection() {
    pseuds(3);
    List<Integer> held = new ArrayList<>();
    tagged.beforeOpen = () -> held.add(unit.counter.held());
    assertThat(unit.affix().auditByReading("files", Pace.unlimited()).isClean()).isTrue();
    assertThat(held).containsExactly(0, 0, 0);
  }

  @Test
  void rowsWithoutChecksumsAreSaidToBeUnchecked() {
    pseuds(2);
    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_blobs set md5 = null, sha256 = null").executeUpdate());
    AuditReport report = unit.affix().auditByReading("files", Pace.unlimited());
    assertThat(report.isClean()).isTrue();
    assertThat(report.unchecked()).singleElement().asString().startsWith("checksums of 2 objects");
  }

  @Test
  void faultsThatPassAreNoFindingsAndThoseThatStayAreTold() {
    pseuds(1);
    files.once(Operation.OPEN, Fault.failBefore()).once(Operation.OPEN, Fault.breakOff(3));
    AuditReport well = unit.affix().auditByReading("files", Pace.unlimited());
    assertThat(well.isClean()).as(well.text()).isTrue();
    assertThat(well.unchecked()).isEmpty();

    files.always(Operation.OPEN, Fault.failBefore());
    AuditReport down = unit.affix().auditByReading("files", Pace.unlimited());
    assertThat(down.isClean()).isTrue();
    assertThat(down.same()).isZero();
    assertThat(down.unchecked()).singleElement().asString().contains("scripted: failed before");

    files.heal();
    files.always(Operation.OPEN, Fault.breakOff(3));
    AuditReport broken = unit.affix().auditByReading("files", Pace.unlimited());
    assertThat(broken.findings(Kind.DIFFERENT))
        .singleElement()
        .extracting(Finding::detail)
        .asString()
        .startsWith("cannot be read to its end");
  }

  @Test
  void whatIsPurgedBeforeItIsReadIsNoFinding() {
    List<Long> ids = pseuds(1);
    Gate gate = new Gate();
    files.once(Operation.OPEN, Fault.hang(gate));
    CompletableFuture<AuditReport> audit =
        CompletableFuture.supplyAsync(() -> unit.affix().auditByReading("files", Pace.unlimited()));
    gate.awaitArrival();
    unit.runInTransaction(em -> em.find(Pseud.class, ids.get(0)).icon().purge());
    Unit.eventually(() -> tagged.memory.size() == 0);
    gate.release();
    assertThat(audit)
        .succeedsWithin(Duration.ofSeconds(30))
        .satisfies(report -> assertThat(report.isClean()).as(report.text()).isTrue());
  }

  private List<Long> pseuds(int count) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(unit.pseudWithIcon("p" + i));
    }
    return ids;
  }

  /** Other bytes of the same length in the stead of one object's. */
  private StorageKey damage() throws IOException {
    StoredObject object = tagged.memory.list().next();
    tagged.memory.put(
        PutRequest.of(object.key(), "image/png").replacing(),
        new ByteArrayInputStream(new byte[(int) object.byteSize()]));
    return object.key();
  }

  /** Tells no checksum, but entity tags as a test wants them. */
  private static final class Tagged extends OnMemory {
    @Nullable Function<byte[], String> tags;
    Runnable beforeOpen = () -> {};

    Tagged(MemoryService memory) {
      super(memory);
    }

    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      beforeOpen.run();
      return super.open(key, range);
    }

    @Override
    public StoredObject put(PutRequest request, java.io.InputStream body) throws IOException {
      return tagged(super.put(request, body));
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      return super.head(key).map(this::tagged);
    }

    @Override
    public Iterator<StoredObject> list() {
      List<StoredObject> objects = new ArrayList<>();
      super.list().forEachRemaining(object -> objects.add(tagged(object)));
      return objects.iterator();
    }

    private StoredObject tagged(StoredObject object) {
      Function<byte[], String> made = tags;
      return new StoredObject(
          object.key(),
          object.byteSize(),
          Checksums.NONE,
          object.lastModified(),
          made == null ? null : made.apply(bytes(object.key())));
    }

    private byte[] bytes(StorageKey key) {
      try (ObjectReader reader = memory.open(key)) {
        return reader.body().readAllBytes();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
