package dev.affix.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixBuilder;
import dev.affix.AffixException;
import dev.affix.AttachmentMappingException;
import dev.affix.lifecycle.HousekeepingReport;
import dev.affix.model.StoredFile;
import dev.affix.storage.EnvironmentAware;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.OnMemory;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Environments kept apart: nobody destroys what is in a place that another one claimed. */
@ParameterizedClass
@MethodSource("databases")
class ClaimTest {
  private static final StorageKey MARK = StorageKey.of("_affix/claim");

  private final TestDatabase.Kind kind;
  private final MemoryService place = new MemoryService();
  private final FaultyService shared = FaultyService.around(place);

  ClaimTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @Test
  void aCopyOfTheDatabaseDeletesNoneOfProductionsFiles() {
    try (Unit production = open("production");
        Unit staging = open("staging")) {
      production.affix().claim("shared");
      Long live = production.pseudWithIcon("ann");
      StorageKey key = keyIn(production);
      Long copy = copied(staging, key);

      staging.runInTransaction(em -> em.find(Pseud.class, copy).icon().purge());
      awaitRefusal(staging);
      assertThat(place.head(key)).isPresent();
      assertThat(staging.rows("affix_deletions where last_error like '%\"production\"%'")).isOne();
      assertThat(staging.rows("affix_deletions where last_error like '%\"staging\"%'")).isOne();
      assertThat(staging.rows("affix_deletions where last_error like '%\"shared\"%'")).isOne();

      production.runInTransaction(em -> em.find(Pseud.class, live).icon().purge());
      production.settle();
      assertThat(place.head(key)).isEmpty();
    }
  }

  @Test
  void anEnvironmentWithoutNameDeletesNothingInAClaimedPlace() {
    try (Unit production = open("production");
        Unit nameless = open(builder -> builder)) {
      production.affix().claim("shared");
      production.pseudWithIcon("ann");
      StorageKey key = keyIn(production);
      Long copy = copied(nameless, key);
      nameless.runInTransaction(em -> em.find(Pseud.class, copy).icon().purge());
      awaitRefusal(nameless);
      assertThat(place.head(key)).isPresent();
      assertThat(nameless.rows("affix_deletions where last_error like '%has no name%'")).isOne();
      assertThatThrownBy(() -> nameless.affix().claim())
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("environment(\"production\")");
    }
  }

  @Test
  void whatIsRefusedInOnePlaceGoesOnInOthers() {
    try (Unit production = open("production");
        Unit staging = open("staging")) {
      production.affix().claim("shared");
      staging.affix().stage(Unit.text("refused"));
      staging.noteStaged();
      staging.affix().stage(Unit.text("deleted"));
      staging.runInTransaction(
          em -> em.createNativeQuery("update affix_blobs set service = 'memory'").executeUpdate());
      staging.noteStaged();

      HousekeepingReport report = staging.affix().housekeeping();
      assertThat(report).isEqualTo(new HousekeepingReport(0, 1, 1, 0, 0, 0, 0));
      assertThat(staging.rows("affix_deletions where service = 'shared' and attempts = 1")).isOne();
      assertThat(staging.rows("affix_deletions")).isOne();
    }
  }

  @Test
  void whereNobodyClaimedAnythingDeletionsGoOn() {
    try (Unit staging = open("staging")) {
      purge(staging, staging.pseudWithIcon("ann"));
      staging.settle();
      assertThat(place.size()).isZero();
      assertThat(staging.rows("affix_deletions")).isZero();
    }
  }

  @Test
  void aClaimedPlaceRefusesAnotherClaimAndStaysAsItIs() {
    try (Unit production = open("production");
        Unit staging = open("staging")) {
      production.affix().claim("shared");
      production.affix().claim("shared");
      assertThatThrownBy(() -> staging.affix().claim())
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("\"shared\"")
          .hasMessageContaining("\"production\"")
          .hasMessageContaining("\"staging\"")
          .hasMessageContaining("_affix/claim");
      assertThat(staging.memory.size()).as("marks in the other place").isZero();
      production.affix().claim();
      assertThat(production.memory.head(MARK)).isPresent();
      assertThatThrownBy(() -> production.affix().claim("production"))
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("Unknown storage service \"production\"");
    }
  }

  @Test
  void servicesOfOtherEnvironmentsAreRefusedAllAtOnce() {
    var stagings = new Named("staging");
    assertThatThrownBy(() ->
            open(builder ->
                builder
                    .environment("production")
                    .service("icons", stagings)
                    .service("pages", new Named("test"))
                    .exclusive("nothing")))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining("\"icons\" was built for environment \"staging\"")
        .hasMessageContaining("\"pages\" was built for environment \"test\"")
        .hasMessageContaining("\"production\"")
        .hasMessageContaining("\"nothing\"");
    try (Unit same = open(builder -> builder.environment("staging").service("icons", stagings));
        Unit nameless = open(builder -> builder.service("icons", stagings));
        Unit free =
            open(builder -> builder.environment("production").service("x", new Named(null)))) {
      assertThat(List.of(same, nameless, free)).allMatch(unit -> unit.rows("affix_blobs") == 0);
    }
  }

  /** A service that was set up for an environment, or for none. */
  private static final class Named extends OnMemory implements EnvironmentAware {
    private final @Nullable String name;

    Named(@Nullable String name) {
      super(new MemoryService());
      this.name = name;
    }

    @Override
    public Optional<String> environment() {
      return Optional.ofNullable(name);
    }
  }

  @Test
  void theMarkIsNoObjectForAudits() {
    try (Unit production = open("production")) {
      production.affix().claim();
      production.pseudWithIcon("ann");
      var report = production.affix().audit("shared");
      assertThat(report.isClean()).isTrue();
      assertThat(report.objects()).isOne();
      assertThat(report.same()).isOne();
    }
  }

  @Test
  void whileTheMarkCannotBeReadNothingIsDeleted() {
    try (Unit production = open("production")) {
      production.affix().claim("shared");
      Long id = production.pseudWithIcon("ann");
      StorageKey key = keyIn(production);
      shared.always(Operation.OPEN, Fault.failBefore());
      purge(production, id);
      awaitRefusal(production);
      assertThat(shared.count(Operation.DELETE)).isZero();
      assertThat(place.head(key)).isPresent();
    }
  }

  @Test
  void aMarkThatNobodyUnderstandsIsSomebodyElses() throws IOException {
    place.put(
        PutRequest.of(MARK, "text/plain"),
        new ByteArrayInputStream("affix-claim 2\nof production\n".getBytes(UTF_8)));
    try (Unit production = open("production")) {
      Long id = production.pseudWithIcon("ann");
      purge(production, id);
      awaitRefusal(production);
      assertThat(shared.count(Operation.DELETE)).isZero();
      assertThatThrownBy(() -> production.affix().claim("shared"))
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("newer Affix");
    }
  }

  @Test
  void noFileCanHaveAKeyOfTheMarksAndNoNoteDeletesOne() {
    assertThatThrownBy(
            () -> new StoredFile("shared", MARK.value(), true, null, null, null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("_affix/");
    try (Unit production = open("production")) {
      production.affix().claim("shared");
      production.affix().stage(Unit.text("a file"));
      production.noteStaged();
      production.runInTransaction(em ->
          em.createNativeQuery("update affix_deletions set storage_key = '_affix/claim'")
              .executeUpdate());
      assertThat(production.affix().housekeeping().failed()).isOne();
      assertThat(place.head(MARK)).isPresent();
    }
  }

  private Unit open(String environment) {
    return open(builder -> builder.environment(environment));
  }

  private Unit open(UnaryOperator<AffixBuilder> more) {
    return Unit.open(
        kind,
        10,
        (builder, made) -> more.apply(builder.service("shared", shared).defaultService("shared")),
        Pseud.class);
  }

  /** A pseud whose icon's row is what a copy of production's database would have. */
  private static Long copied(Unit unit, StorageKey key) {
    Long id = unit.pseudWithIcon("ann");
    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_blobs set storage_key = '" + key + "'").executeUpdate());
    return id;
  }

  private static void purge(Unit unit, Long id) {
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
  }

  private static StorageKey keyIn(Unit unit) {
    return unit.inTransaction(em ->
        StorageKey.of(
            (String)
                em.createNativeQuery("select storage_key from affix_blobs", String.class)
                    .getSingleResult()));
  }

  private static void awaitRefusal(Unit unit) {
    Unit.eventually(() -> {
      unit.affix().housekeeping();
      return unit.rows("affix_deletions where attempts > 0 and last_error is not null") == 1;
    });
  }
}
