package dev.affix.internal.serving;

import dev.affix.Urls;
import dev.affix.Visibility;
import dev.affix.internal.signing.FileLink;
import dev.affix.internal.signing.TokenCodec;
import dev.affix.internal.signing.UrlSigner;
import dev.affix.serving.AccessCheck;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.serving.GuardedFile;
import dev.affix.serving.ServingLimits;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.StorageKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A handler with everything around it: a storage, rows, a clock that stands, and an inspector. */
final class Site implements AutoCloseable, BlobLookup {
  static final UUID BLOB = UUID.fromString("01928f3e-7c00-7abc-8def-0123456789ab");
  static final UUID ATTACHMENT = UUID.fromString("01928f3e-7c01-7abc-8def-0123456789ab");
  static final StorageKey KEY = StorageKey.of("0a1b2c3d4e5f6g7h8i9j0klmnopq");
  static final String DIGEST = "3bvqt4eywrxozt7px3dqt5t6aa";
  static final byte[] HELLO = "hello, world".getBytes(StandardCharsets.US_ASCII);
  static final FileLink LINK = FileLink.of(BLOB, "local", KEY, "photo.jpg", "image/jpeg");
  static final FileLink PUBLIC = LINK.withVisibility(Visibility.PUBLIC, ATTACHMENT);
  static final FileLink GUARDED = LINK.withVisibility(Visibility.GUARDED, ATTACHMENT);

  final HeldObjects local = new HeldObjects();
  final HeldObjects archive = new HeldObjects();
  final Map<UUID, GuardedFile> attachments = new ConcurrentHashMap<>();
  final Map<UUID, BlobLocation> locations = new ConcurrentHashMap<>();
  final AtomicInteger lookups = new AtomicInteger();
  final AtomicInteger produced = new AtomicInteger();
  volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
  volatile VariantProducer producer = (b, s, k, n, d) -> new VariantOutcome.Gone();
  volatile Substitutes substitutes = (name, digest) -> List.of();
  volatile AccessCheck access = AccessCheck.DENY;
  volatile boolean databaseDown;

  private final InstantSource clock = () -> now;
  private final UrlSigner signer;
  final ProxyHandler handler;

  Site() {
    this(ServingLimits.DEFAULTS);
  }

  Site(ServingLimits limits) {
    var codec = new TokenCodec(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
    this.signer = new UrlSigner(codec, Urls.proxy("/"), clock);
    var ports =
        new ServingPorts(
            this::service,
            (b, s, k, n, d) -> {
              produced.incrementAndGet();
              return producer.produce(b, s, k, n, d);
            },
            this,
            (request, file) -> access.allows(request, file),
            (name, digest) -> substitutes.of(name, digest));
    this.handler = new ProxyHandler(codec, ports, limits, clock);
    local.hold(KEY, HELLO);
  }

  String path(FileLink link) {
    return signer.urlOf(link).toString();
  }

  Seen get(FileLink link, String... headers) {
    return ask("GET", path(link), headers);
  }

  /** Asks, reads the body to its end and closes. */
  Seen ask(String method, String path, String... headers) {
    FileRequest request = FileRequest.of(method, path);
    for (int i = 0; i < headers.length; i += 2) {
      request = request.withHeader(headers[i], headers[i + 1]);
    }
    try (FileResponse response = handler.handle(request)) {
      var out = new ByteArrayOutputStream();
      response.writeTo(out);
      return new Seen(
          response.status(), response.headers(), out.toString(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<HeldObjects> held(String name) {
    return switch (name) {
      case "local", "disk" -> Optional.of(local);
      case "archive" -> Optional.of(archive);
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<GuardedFile> attachment(UUID id) {
    return asked(attachments.get(id));
  }

  @Override
  public Optional<BlobLocation> locate(UUID id) {
    return asked(locations.get(id));
  }

  @Override
  public void close() {
    handler.close();
  }

  private Optional<dev.affix.storage.StorageService> service(String name) {
    return held(name).map(held -> held);
  }

  private <T> Optional<T> asked(@Nullable T answer) {
    lookups.incrementAndGet();
    if (databaseDown) {
      throw new IllegalStateException("no connection");
    }
    return Optional.ofNullable(answer);
  }

  /** An answer, read. */
  record Seen(int status, Map<String, String> headers, String text) {
    byte[] body() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    String header(String name) {
      return headers.getOrDefault(name, "none");
    }
  }
}
