package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.Progress;
import dev.affix.benchmarks.bed.S3Store;
import dev.affix.s3.S3Profile;
import dev.affix.s3.S3Profile.Feature;
import dev.affix.s3.S3Service;
import dev.affix.s3.S3ServiceBuilder;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.testkit.s3.FaultProxy;
import dev.affix.testkit.s3.HttpFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket on a real server, reached through a proxy that breaks requests and answers. */
final class S3FaultBed implements FaultBed {
  static final String PREFIX = "faults/";
  private static final int CONNECTIONS = 8;
  // Short, so that faults take little time, and long enough for a machine that is busy otherwise.
  private static final Duration CALL = Duration.ofSeconds(6);
  private static final Duration SILENCE = Duration.ofSeconds(1);
  private static final long BYTES_A_SECOND = 4 << 20;
  // The SDK repeats while it has coins: it pays five for each repetition, and gets one back for
  // each call that went well.
  private static final int CALLS_THAT_PAY_A_REPETITION = 5;

  private final S3Store store;
  private final FaultProxy proxy;
  private final S3Service own;
  private final StorageService service;
  private final S3Service beside;
  private final StorageKey always = StorageKey.random();
  private final ThreadCount threads = new ThreadCount();
  private S3Strike strike;

  private S3FaultBed(S3Store store, UnaryOperator<StorageService> wrapped) throws IOException {
    this.store = store;
    this.proxy = FaultProxy.before(store.address().endpoint());
    this.strike = S3Strike.none(proxy);
    this.own =
        builder(store, proxy.endpoint())
            .connectLimit(SILENCE)
            .firstByteLimit(SILENCE)
            .callLimit(CALL)
            .attempts(2)
            .maxConnections(CONNECTIONS)
            .partSize(5 << 20)
            .build();
    this.service = wrapped.apply(own);
    this.beside = builder(store, store.address().endpoint()).build();
    put(always.value(), new byte[] {1});
    // What the SDK keeps for good is there from its first calls on.
    OpenReaders.leaks(this, CONNECTIONS);
    threads.begin();
  }

  private static S3ServiceBuilder builder(S3Store store, URI endpoint) {
    return store
        .through(endpoint)
        .bucket(store.bucket())
        .prefix(PREFIX)
        .profile(S3Profile.of(Feature.CRC32C, Feature.EXCLUSIVE_PUT, Feature.EXCLUSIVE_UPLOAD));
  }

  /**
   * @param store closed with the bed
   * @param wrapped what is done to the service before it is asked anything
   */
  static S3FaultBed open(S3Store store, UnaryOperator<StorageService> wrapped) throws IOException {
    return new S3FaultBed(store, wrapped);
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public StorageService service() {
    return service;
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.allOf(Operation.class);
  }

  @Override
  public Optional<byte[]> stored(String key) {
    try {
      return Optional.of(store.read(PREFIX + key));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public void put(String key, byte[] bytes) {
    // As the service stores it, past the proxy: with the checksum that a reader needs to see
    // damage.
    try {
      beside.put(
          PutRequest.of(StorageKey.of(key), FaultRound.TYPE), new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void clear() {
    for (String key : store.sizes(PREFIX).keySet()) {
      if (!key.equals(always.value())) {
        store.client().deleteObject(r -> r.bucket(store.bucket()).key(PREFIX + key));
      }
    }
    // Uploads whose beginning or end was broken stay; a rule of the bucket ends them in production.
    new S3Place(store, PREFIX).sweep();
    for (int i = 0; i < strike.repetitions() * CALLS_THAT_PAY_A_REPETITION; i++) {
      payBack();
    }
    strike = S3Strike.none(proxy);
  }

  /** An outage uses up what the SDK has for repetitions; the next round is to begin as new. */
  private void payBack() {
    try {
      own.head(always);
    } catch (StorageUnavailableException e) {
      Progress.say("a call without any fault failed, as on a busy machine: " + e);
    }
  }

  /** Twice what a service promises: the other half is for a machine that is busy. */
  @Override
  public Duration limit(long bytes) {
    return CALL.plusSeconds(bytes / BYTES_A_SECOND).multipliedBy(2);
  }

  @Override
  public Duration patience() {
    return SILENCE;
  }

  @Override
  public String arm(Operation operation, StorageKey key, Random random) {
    strike = S3Strike.any(proxy, operation, random);
    return strike.toString();
  }

  @Override
  public int disarm() {
    strike.end();
    return strike.count();
  }

  @Override
  public Ending ending() {
    return strike.ending();
  }

  /** Answers in XML and parts of objects have no checksum; in production TLS stands for it. */
  @Override
  public boolean mayGoUnnoticed(Operation operation) {
    return strike.fault().orElse(null) instanceof HttpFault.CorruptAnswer
        && operation != Operation.READ;
  }

  @Override
  public List<String> remains(StorageKey key) {
    // Later than this round others may come: requests that hung and go on now.
    long left =
        store.unfinished(PREFIX).stream()
            .filter(upload -> upload.key().equals(PREFIX + key.value()))
            .count();
    return left == 0 || strike.keepsFromTidying()
        ? List.of()
        : List.of(left + " unfinished uploads remain");
  }

  @Override
  public List<String> leaks() throws IOException {
    disarm();
    List<String> leaks = new ArrayList<>(OpenReaders.leaks(this, CONNECTIONS));
    leaks.addAll(threads.leaks());
    return leaks;
  }

  @Override
  public void close() {
    own.close();
    beside.close();
    proxy.close();
    store.close();
  }
}
