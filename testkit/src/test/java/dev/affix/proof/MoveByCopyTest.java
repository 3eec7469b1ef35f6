package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.lifecycle.MoveReport;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.OnMemory;
import dev.affix.testkit.database.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moving between services that copy by themselves: no byte passes through the application. */
class MoveByCopyTest {

  @Test
  void theTargetCopiesWithLengthAndChecksumsOfTheRow() {
    Place source = new Place();
    Copier target = new Copier(source);
    try (Unit unit =
        Unit.open(
            TestDatabase.Kind.H2,
            10,
            (b, u) -> b.service("old", source).service("fresh", target).defaultService("old"),
            Pseud.class)) {
      unit.affix().move("old").to("fresh").run(); // reads the marks of both places, once
      for (int i = 0; i < 25; i++) {
        unit.pseudWithIcon("p" + i);
      }
      source.faults.heal();
      int opened = source.faults.count(Operation.OPEN);

      MoveReport report = unit.affix().move("old").to("fresh").run();

      assertThat(report.moved()).as(report.text()).isEqualTo(25);
      assertThat(source.faults.count(Operation.OPEN)).isEqualTo(opened);
      assertThat(target.requests)
          .hasSize(25)
          .allSatisfy(request -> {
            assertThat(request.contentType()).isEqualTo("image/png");
            assertThat(request.expectedLength()).isPresent();
            assertThat(request.expected().sha256()).isNotNull();
            assertThat(request.existing()).isEqualTo(PutRequest.Existing.KEEP);
          });
      assertThat(unit.affix().audit("fresh").isClean()).isTrue();
    }
  }

  /** Copies from that place only. */
  private static final class Copier extends OnMemory implements ObjectCopying {
    private final Place source;
    final List<PutRequest> requests = new ArrayList<>();

    Copier(Place source) {
      super(new MemoryService());
      this.source = source;
    }

    @Override
    public boolean copiesFrom(StorageService other) {
      return other == source;
    }

    @Override
    public StoredObject copy(StorageService other, StoredObject seen, PutRequest target) {
      requests.add(target);
      try (ObjectReader reader = source.memory.open(seen.key())) {
        return memory.put(target, reader.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) {
      throw new AssertionError("put of " + request.key());
    }
  }
}
