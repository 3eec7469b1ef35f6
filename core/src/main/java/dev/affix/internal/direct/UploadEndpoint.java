package dev.affix.internal.direct;

import dev.affix.AffixException;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.signing.Principal;
import dev.affix.internal.signing.Target;
import dev.affix.internal.staging.Services;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.storage.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where clients begin uploads, and send those that go through the application. */
public final class UploadEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(UploadEndpoint.class);
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Passes passes;
  private final Beginning beginning;
  private final Receiving receiving;
  private final Services services;

  UploadEndpoint(Passes passes, Beginning beginning, Receiving receiving, Services services) {
    this.passes = passes;
    this.beginning = beginning;
    this.receiving = receiving;
    this.services = services;
  }

  /** The endpoint with the policy for that attachment and principal. */
  public URI urlFor(AttachmentMapping mapping, String principal) {
    return passes.policy(
        new Target(mapping.ownerType(), mapping.name(), Principal.of(principal)),
        services.nameOr(mapping.service()),
        mapping.limits().maxBytes(),
        mapping.limits().contentTypes());
  }

  /** The answer, whatever was asked. */
  public FileResponse handle(FileRequest request, InputStream body) {
    try {
      return switch (request.method()) {
        case "POST" -> beginning.answer(request, body);
        case "PUT" -> receiving.answer(request, body);
        default -> Replies.methodNotAllowed();
      };
    } catch (Refusal e) {
      return Replies.of(e);
    } catch (IOException e) {
      LOG.debug("An upload broke off", e);
      return Replies.of(new Refusal(400, "The upload broke off; nothing was kept"));
    } catch (StorageUnavailableException e) {
      return tryAgain(e);
    } catch (RuntimeException e) {
      if (isOfTheDatabase(e)) {
        return tryAgain(e);
      }
      LOG.error("A direct upload failed", e);
      return Replies.of(new Refusal(500, "The upload failed"));
    }
  }

  private static FileResponse tryAgain(RuntimeException e) {
    // One line a request: a storage that is down must not fill the log with traces, too.
    LOG.warn("A direct upload is not possible now: {}", e.getMessage());
    LOG.debug("Why it is not possible", e);
    return Replies.of(new Refusal(503, "Uploads are not possible at the moment", SOON));
  }

  private static boolean isOfTheDatabase(RuntimeException e) {
    return e instanceof AffixException
        && (e.getCause() instanceof SQLException || e.getCause() instanceof TimeoutException);
  }
}
