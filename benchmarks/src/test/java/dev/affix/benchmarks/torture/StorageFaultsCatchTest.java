package dev.affix.benchmarks.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.benchmarks.bed.S3Store;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The proof of storage faults finds each fault of a service that is made here on purpose. */
class StorageFaultsCatchTest {
  // A fault of the bed that the service does wrong with comes up long before.
  private static final int PATIENCE = 150;

  static Stream<Arguments> spoiled() {
    return Stream.of(
        spoiled(SpoiledService.Dead::new, Operation.HEAD, "was to end WELL, but ended UNAVAILABLE"),
        spoiled(SpoiledService.CallsOutagesFinal::new, Operation.HEAD, "UNAVAILABLE, but ended"),
        spoiled(SpoiledService.ThrowsItsOwn::new, Operation.HEAD, "ended UNDEFINED by"),
        spoiled(SpoiledService.SaysDone::new, Operation.DELETE, "UNAVAILABLE, but ended DONE"),
        spoiled(SpoiledService.LosesPuts::new, Operation.PUT, "the bytes are not there"),
        spoiled(SpoiledService.StoresWhatCame::new, Operation.PUT, "left a BREAKS body"),
        spoiled(SpoiledService.ListsNothing::new, Operation.LIST, "listed only []"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("spoiled")
  void isFoundOnBoth(UnaryOperator<StorageService> spoiled, Operation operation, String expected)
      throws IOException {
    try (FaultBed s3 = S3FaultBed.open(S3Store.open(), spoiled);
        FaultBed disk = DiskFaultBed.open(spoiled)) {
      assertFinds(s3, operation, expected);
      assertFinds(disk, operation, expected);
    }
  }

  static Stream<Arguments> spoiledOnS3() {
    return Stream.of(
        spoiled(SpoiledService.ReadsShort::new, Operation.READ, "bytes that are not those stored"),
        spoiled(SpoiledService.CopiesOther::new, Operation.COPY, "the copy is not the original"),
        spoiled(SpoiledService.NeverGivesUp::new, Operation.HEAD, ": took "));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("spoiledOnS3")
  void isFoundOnS3(UnaryOperator<StorageService> spoiled, Operation operation, String expected)
      throws IOException {
    try (FaultBed s3 = S3FaultBed.open(S3Store.open(), spoiled)) {
      assertFinds(s3, operation, expected);
    }
  }

  @Test
  void nothingIsFoundInAGoodService() throws IOException {
    try (FaultBed s3 = S3FaultBed.open(S3Store.open(), SpoiledService::new);
        FaultBed disk = DiskFaultBed.open(SpoiledService::new)) {
      assertThat(StorageFaults.run(List.of(s3, disk), 40, 2).broken()).isEmpty();
    }
  }

  @Test
  void uploadsThatAreLeftAreFound() throws IOException {
    S3Store store = S3Store.open();
    try (FaultBed s3 =
        S3FaultBed.open(store, good -> new SpoiledService.LeavesUploads(good, store))) {
      assertFinds(s3, Operation.PUT, "1 unfinished uploads remain");
    }
  }

  @Test
  void temporaryFilesThatAreLeftAreFound() throws IOException {
    try (FaultBed disk = DiskFaultBed.open(SpoiledService.LeavesFiles::new)) {
      assertFinds(disk, Operation.PUT, "1 temporary files remain");
    }
  }

  @Test
  void aReaderThatIsLostIsFound() throws IOException {
    List<SpoiledService.LosesReaders> losing = new ArrayList<>();
    UnaryOperator<StorageService> spoiled =
        good -> {
          losing.add(new SpoiledService.LosesReaders(good));
          return losing.getLast();
        };
    try (FaultBed s3 = S3FaultBed.open(S3Store.open(), spoiled);
        FaultBed disk = DiskFaultBed.open(spoiled)) {
      for (FaultBed bed : List.of(s3, disk)) {
        assertThat(bed.leaks()).isEmpty();
        StorageKey key = StorageKey.random();
        bed.put(key.value(), new byte[100_000]);
        bed.service().head(key);
      }
      assertThat(s3.leaks()).singleElement().asString().contains("of 8 readers at once only 7");
      assertThat(disk.leaks()).containsExactly("1 files are open");
    } finally {
      losing.forEach(SpoiledService.LosesReaders::close);
    }
  }

  @Test
  void threadsThatAreLostAreFound() throws IOException {
    List<SpoiledService.LosesThreads> losing = new ArrayList<>();
    UnaryOperator<StorageService> spoiled =
        good -> {
          losing.add(new SpoiledService.LosesThreads(good));
          return losing.getLast();
        };
    try (FaultBed s3 = S3FaultBed.open(S3Store.open(), spoiled)) {
      assertThat(s3.leaks()).singleElement().asString().contains("threads more than");
    } finally {
      losing.forEach(SpoiledService.LosesThreads::close);
    }
  }

  @Test
  void anOperationThatNeverGoesWellIsFound() {
    var tally = new FaultTally();
    for (int i = 0; i < 100; i++) {
      tally.add("s3", Operation.HEAD, i % 2 == 0 ? CallEnd.DONE : CallEnd.UNAVAILABLE);
      tally.add("s3", Operation.READ, CallEnd.UNAVAILABLE);
      tally.add("s3", Operation.LIST, CallEnd.DONE);
    }
    assertThat(tally.onesided())
        .containsExactly(
            "of 100 calls s3 LIST, 100 went well", "of 100 calls s3 READ, 0 went well");
  }

  private static Arguments spoiled(
      UnaryOperator<StorageService> service, Operation operation, String expected) {
    return Arguments.of(service, operation, expected);
  }

  private static void assertFinds(FaultBed bed, Operation operation, String expected)
      throws IOException {
    Random random = new Random(1);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < PATIENCE && found.isEmpty(); i++) {
      found.addAll(new FaultRound(bed, operation, random).run());
    }
    assertThat(found).as(bed.name()).anyMatch(fault -> fault.contains(expected));
  }
}
