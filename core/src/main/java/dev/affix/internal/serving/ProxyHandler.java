package dev.affix.internal.serving;

import dev.affix.internal.signing.PathSegment;
import dev.affix.internal.signing.ServeToken;
import dev.affix.internal.signing.Token;
import dev.affix.internal.signing.TokenCodec;
import dev.affix.serving.FileHandler;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.serving.GuardedFile;
import dev.affix.serving.ServingLimits;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves files by reading them through the application. Safe for use by many threads; who made it
 * closes it.
 */
public final class ProxyHandler implements FileHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyHandler.class);

  private final TokenCodec codec;
  private final ServingPorts ports;
  private final ServingLimits limits;
  private final InstantSource clock;
  private final BlobLookup blobs;
  private final StorageReads reads;
  private final ObjectFinder finder;

  public ProxyHandler(
      TokenCodec codec, ServingPorts ports, ServingLimits limits, InstantSource clock) {
    this.codec = codec;
    this.ports = ports;
    this.limits = limits;
    this.clock = clock;
    this.blobs = new CachedLookup(ports.blobs(), clock);
    this.reads = new StorageReads(limits);
    this.finder = new ObjectFinder(ports, blobs, new ObjectAnswer(reads));
  }

  @Override
  public FileResponse handle(FileRequest request) {
    try {
      return answer(request);
    } catch (StorageUnavailableException | BusyException e) {
      // One line a request: a storage that is down must not fill the log with traces, too.
      LOG.warn("A file could not be served now: {}", e.getMessage());
      LOG.debug("Why it could not be served", e);
      return Answers.tryAgain(limits.retryAfter());
    } catch (RuntimeException e) {
      LOG.error("A file could not be served", e);
      return Answers.failed();
    }
  }

  /** Ends the threads that read; answers already given can be written to their end. */
  @Override
  public void close() {
    reads.close();
  }

  int freePlaces(StorageService service) {
    return reads.gate(service).freePlaces();
  }

  private FileResponse answer(FileRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Answers.methodNotAllowed();
    }
    Instant now = clock.instant();
    return visit(request, now).map(visit -> answer(request, visit)).orElseGet(Answers::notFound);
  }

  private FileResponse answer(FileRequest request, Visit visit) {
    if (visit.token().isExpiredAt(visit.now())) {
      return Answers.expired();
    }
    UUID guard = visit.token().attachmentId();
    return guard == null ? finder.answer(visit) : guarded(guard, request, visit);
  }

  private FileResponse guarded(UUID attachmentId, FileRequest request, Visit visit) {
    Optional<GuardedFile> file =
        blobs.attachment(attachmentId).filter(f -> f.blobId().equals(visit.token().blobId()));
    if (file.isEmpty()) {
      return Answers.notFound();
    }
    return ports.access().allows(request, file.get()) ? finder.answer(visit) : Answers.forbidden();
  }

  /** The path is {@code /<token>/<filename>} and nothing else. */
  private Optional<Visit> visit(FileRequest request, Instant now) {
    String path = request.path();
    int slash = path.indexOf('/', 1);
    if (!path.startsWith("/") || slash < 0) {
      return Optional.empty();
    }
    String segment = path.substring(slash + 1);
    return PathSegment.nameIn(segment)
        .flatMap(filename ->
            codec
                .open(path.substring(1, slash), segment)
                .flatMap(token -> visit(request, token, filename, now)));
  }

  private static Optional<Visit> visit(
      FileRequest request, Token token, String filename, Instant now) {
    return token instanceof ServeToken serve
        ? Optional.of(Visit.of(request, serve, filename, now))
        : Optional.empty();
  }
}
