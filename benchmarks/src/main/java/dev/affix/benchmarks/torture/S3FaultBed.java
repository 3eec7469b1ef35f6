package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.S3Store;
import dev.affix.s3.S3Profile;
import dev.affix.s3.S3Profile.Feature;
import dev.affix.s3.S3Service;
import dev.affix.s3.S3ServiceBuilder;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.Gate;
import dev.affix.testkit.s3.FaultProxy;
import dev.affix.testkit.s3.HttpFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket on a real server, reached through a proxy that breaks requests and answers. */
final class S3FaultBed implements FaultBed {
  private static final String PREFIX = "faults/";
  private static final int CONNECTIONS = 8;
  private static final int FIRST_FAULT_SOMEWHERE_IN = 30_000;

  private final S3Store store;
  private final FaultProxy proxy;
  private final S3Service service;
  private final S3Service beside;
  private final int threads;
  private Gate gate = new Gate();
  private Optional<HttpFault> armed = Optional.empty();
  private int before;

  private S3FaultBed(S3Store store) {
    this.store = store;
    this.proxy = FaultProxy.before(store.address().endpoint());
    this.service =
        builder(store, proxy.endpoint())
            .connectLimit(Duration.ofMillis(500))
            .firstByteLimit(Duration.ofMillis(400))
            .callLimit(Duration.ofSeconds(2))
            .attempts(2)
            .maxConnections(CONNECTIONS)
            .partSize(5 << 20)
            .build();
    this.beside = builder(store, store.address().endpoint()).build();
    this.threads = Thread.activeCount();
  }

  private static S3ServiceBuilder builder(S3Store store, URI endpoint) {
    return store
        .through(endpoint)
        .bucket(store.bucket())
        .prefix(PREFIX)
        .profile(S3Profile.of(Feature.CRC32C, Feature.EXCLUSIVE_PUT, Feature.EXCLUSIVE_UPLOAD));
  }

  static S3FaultBed open() {
    return new S3FaultBed(S3Store.open());
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public S3Service service() {
    return service;
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
    store
        .sizes(PREFIX)
        .keySet()
        .forEach(
            key -> store.client().deleteObject(r -> r.bucket(store.bucket()).key(PREFIX + key)));
    // Uploads whose beginning or end was broken stay; a rule of the bucket ends them in production.
    new S3Place(store, PREFIX).sweep();
  }

  /** Twice the limit for whole calls: a put looks first, and a failed upload is taken back. */
  @Override
  public Duration limit() {
    return Duration.ofSeconds(12);
  }

  @Override
  public Optional<String> arm(Operation operation, Random random) {
    before = proxy.faults();
    gate = new Gate();
    HttpFault fault = faults(random).get(random.nextInt(faults(random).size()));
    armed = Optional.of(fault);
    if (random.nextInt(3) == 0) {
      proxy.always(fault);
      return Optional.of("every time " + fault);
    }
    proxy.once(fault);
    return Optional.of("once " + fault);
  }

  private List<HttpFault> faults(Random random) {
    int somewhere = random.nextInt(FIRST_FAULT_SOMEWHERE_IN);
    return List.of(
        HttpFault.delay(Duration.ofMillis(100)),
        HttpFault.hang(gate),
        HttpFault.answer(503),
        HttpFault.answer(500),
        HttpFault.answer(503, Duration.ofSeconds(1)),
        HttpFault.cutRequest(somewhere),
        HttpFault.corruptRequest(somewhere),
        HttpFault.loseAnswer(),
        HttpFault.cutAnswer(somewhere),
        HttpFault.hangInAnswer(somewhere, gate),
        HttpFault.corruptAnswer(somewhere),
        HttpFault.truncateAnswer(somewhere));
  }

  @Override
  public int disarm() {
    proxy.clear();
    gate.release();
    return proxy.faults() - before;
  }

  /** Answers in XML and parts of objects have no checksum; in production TLS stands for it. */
  @Override
  public boolean mayGoUnnoticed(Operation operation) {
    return armed.orElse(null) instanceof HttpFault.CorruptAnswer && operation != Operation.READ;
  }

  @Override
  public List<String> leaks() {
    List<String> leaks = new ArrayList<>();
    if (proxy.connections() > CONNECTIONS) {
      leaks.add(proxy.connections() + " connections of " + CONNECTIONS);
    }
    if (Thread.activeCount() > threads + 2 * CONNECTIONS + 10) {
      leaks.add("%d threads, %d at the start".formatted(Thread.activeCount(), threads));
    }
    return leaks;
  }

  @Override
  public void close() {
    service.close();
    beside.close();
    proxy.close();
    store.close();
  }
}
