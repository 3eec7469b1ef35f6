package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.s3.MatrixFault.Outcome;
import dev.affix.s3.MatrixFault.Struck;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.Gate;
import dev.affix.testkit.s3.FaultProxy;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault at every operation: how the call ends and when, and that it leaves neither half an
 * object nor a part nor a connection.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
@Timeout(120)
class FaultMatrixTest {
  private static final int CONNECTIONS = 3;
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(9);
  // Of a machine that does several things at once.
  private static final Duration SLACK = Duration.ofSeconds(3);

  private static final byte[] OLD = Bytes.random(30_000);
  private static final byte[] SMALL = Bytes.random(20_000);
  private static final byte[] LARGE = Bytes.random((5 << 20) + 70_000);

  private final Store store;

  FaultMatrixTest(Kind kind) {
    store = Store.on(kind);
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  static Stream<Arguments> cases() {
    return Arrays.stream(MatrixFault.values())
        .flatMap(fault ->
            Arrays.stream(Struck.values())
                .flatMap(struck ->
                    Arrays.stream(MatrixOperation.values())
                        .map(operation -> Arguments.of(fault, struck, operation))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  @Execution(ExecutionMode.CONCURRENT)
  void endsAsExpectedAndLeavesNothing(MatrixFault fault, Struck struck, MatrixOperation operation)
      throws IOException {
    try (var round = new Round(fault, operation)) {
      round.arm(struck);
      long start = System.nanoTime();
      Outcome outcome = round.perform();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      round.disarm();

      assertThat(outcome).as(round.told()).isIn(fault.expected(struck, operation));
      assertThat(took).isLessThan(limitOf(operation).plus(SLACK));
      if (!losesWhatItWasToReplace(fault, operation)) {
        round.assertNothingHalfDone(outcome);
      }
      if (struck != Struck.ALL) {
        round.assertNoPartIsLeft();
      }
      round.assertAllConnectionsAreFree();
    }
  }

  /** LocalStack writes over the old bytes before it compares the checksum of the new ones. */
  private boolean losesWhatItWasToReplace(MatrixFault fault, MatrixOperation operation) {
    return store.server().kind() == Kind.LOCALSTACK
        && fault == MatrixFault.CORRUPT_REQUEST
        && operation == MatrixOperation.REPLACE;
  }

  /** What {@link S3Service} promises; a reader's body is given up after a silence. */
  private static Duration limitOf(MatrixOperation operation) {
    long parts = operation.isInParts() ? LARGE.length : 0;
    Duration body = operation.isRead() ? SILENCE : Duration.ZERO;
    return LIMIT.plus(Limits.timeFor(parts, Limits.SLOWEST_BYTES_A_SECOND)).plus(body);
  }

  /** One call to one service behind a proxy of its own, with objects of its own. */
  private final class Round implements AutoCloseable {
    private final MatrixFault fault;
    private final MatrixOperation operation;
    private final String prefix = StorageKey.random() + "/";
    private final StorageKey key = StorageKey.random();
    private final StorageKey beside = StorageKey.random();
    private final byte[] bytes;
    private final Gate gate = new Gate();
    private final FaultProxy proxy = FaultProxy.before(store.server().endpoint());
    private final S3Service direct = store.service().prefix(prefix).build();
    private final S3Service service =
        store
            .bare()
            .endpoint(proxy.endpoint())
            .bucket(store.bucket())
            .prefix(prefix)
            .profile(Store.PROFILE)
            .connectLimit(SILENCE)
            .firstByteLimit(SILENCE)
            .callLimit(LIMIT)
            .partSize(5 << 20)
            .attempts(2)
            .maxConnections(CONNECTIONS)
            .build();
    private final StoredObject seen;
    private Optional<Throwable> thrown = Optional.empty();

    Round(MatrixFault fault, MatrixOperation operation) throws IOException {
      this.fault = fault;
      this.operation = operation;
      this.bytes = operation.isInParts() ? LARGE : SMALL;
      this.seen = direct.put(PutRequest.of(beside, ""), new ByteArrayInputStream(OLD));
      switch (operation) {
        case REPLACE, READ, READ_RANGE, HEAD, LIST, DELETE, DELETE_ALL ->
            direct.put(PutRequest.of(key, ""), new ByteArrayInputStream(OLD));
        case PUT, SEND_PART, COMPLETE, COPY -> {}
      }
    }

    void arm(Struck struck) {
      switch (struck) {
        case ONCE -> proxy.once(fault.fault(gate), operation::isDoneBy);
        case MAIN -> proxy.always(fault.fault(gate), operation::isDoneBy);
        case ALL -> proxy.always(fault.fault(gate));
      }
    }

    /** Requests that hang go on hanging, so that they do not come late into what is looked at. */
    void disarm() {
      assertThat(proxy.faults()).as("faults met").isPositive();
      proxy.clear();
    }

    Outcome perform() {
      try {
        call();
        return Outcome.DONE;
      } catch (StorageUnavailableException e) {
        thrown = Optional.of(e);
        return Outcome.UNAVAILABLE;
      } catch (StorageException e) {
        thrown = Optional.of(e);
        return Outcome.REFUSED;
      } catch (IOException e) {
        thrown = Optional.of(e);
        return Outcome.BROKEN;
      }
    }

    String told() {
      return thrown.map(Throwable::toString).orElse("without an exception");
    }

    private void call() throws IOException {
      switch (operation) {
        case PUT, SEND_PART, COMPLETE -> put(PutRequest.of(key, "").withLength(bytes.length));
        case REPLACE -> put(PutRequest.of(key, "").replacing());
        case READ -> read(ByteRange.ALL, OLD);
        case READ_RANGE -> read(ByteRange.of(100, 199), Arrays.copyOfRange(OLD, 100, 200));
        case HEAD ->
            assertThat(service.head(key)).map(StoredObject::byteSize).contains((long) OLD.length);
        case LIST -> list();
        case COPY -> service.copy(service, seen, PutRequest.of(key, ""));
        case DELETE -> service.delete(key);
        case DELETE_ALL -> assertThat(service.deleteAll(List.of(key))).isEqualTo(Map.of());
      }
    }

    private void put(PutRequest request) throws IOException {
      StoredObject stored = service.put(request, new ByteArrayInputStream(bytes));
      assertThat(stored.byteSize()).isEqualTo(bytes.length);
    }

    private void read(ByteRange range, byte[] expected) throws IOException {
      try (ObjectReader reader = service.open(key, range)) {
        byte[] read = reader.body().readAllBytes();
        if (fault != MatrixFault.CORRUPT_ANSWER || range.equals(ByteRange.ALL)) {
          assertThat(read).isEqualTo(expected);
        }
      }
    }

    private void list() {
      var listed = new TreeSet<StorageKey>();
      service.list().forEachRemaining(object -> listed.add(object.key()));
      if (fault != MatrixFault.CORRUPT_ANSWER) {
        assertThat(listed).containsExactlyInAnyOrder(key, beside);
      }
    }

    void assertNothingHalfDone(Outcome outcome) throws IOException {
      Optional<byte[]> there = stored();
      boolean done = outcome == Outcome.DONE;
      switch (operation) {
        case PUT, SEND_PART, COMPLETE -> assertWholeOrAbsent(there, bytes, done);
        case COPY -> assertWholeOrAbsent(there, OLD, done);
        case REPLACE -> {
          byte[] now = there.orElseThrow();
          assertThat(Arrays.equals(now, bytes) || (!done && Arrays.equals(now, OLD))).isTrue();
        }
        case DELETE, DELETE_ALL -> {
          if (done) {
            assertThat(there).isEmpty();
          } else {
            there.ifPresent(now -> assertThat(now).isEqualTo(OLD));
          }
        }
        case READ, READ_RANGE, HEAD, LIST -> assertWholeOrAbsent(there, OLD, true);
      }
    }

    private void assertWholeOrAbsent(Optional<byte[]> there, byte[] whole, boolean mustBeThere) {
      if (mustBeThere) {
        assertThat(there).isPresent();
      }
      there.ifPresent(now -> assertThat(now).isEqualTo(whole));
    }

    private Optional<byte[]> stored() throws IOException {
      if (direct.head(key).isEmpty()) {
        return Optional.empty();
      }
      try (ObjectReader reader = direct.open(key)) {
        return Optional.of(reader.body().readAllBytes());
      } catch (ObjectNotFoundException deletedMeanwhile) {
        return Optional.empty();
      }
    }

    void assertNoPartIsLeft() {
      assertThat(store.openUploads(prefix)).isEmpty();
    }

    /** As many readers as there may be, all open at the same time. */
    void assertAllConnectionsAreFree() throws IOException {
      List<ObjectReader> readers = new ArrayList<>();
      try {
        for (int i = 0; i < CONNECTIONS; i++) {
          readers.add(service.open(beside));
        }
        for (ObjectReader reader : readers) {
          assertThat(reader.body().readAllBytes()).isEqualTo(OLD);
        }
      } finally {
        readers.forEach(ObjectReader::close);
      }
    }

    @Override
    public void close() {
      gate.release();
      service.close();
      proxy.close();
      direct.close();
    }
  }
}
