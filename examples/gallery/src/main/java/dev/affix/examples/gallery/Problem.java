package dev.affix.examples.gallery;

import dev.affix.BlobGoneException;
import dev.affix.ConcurrentAttachException;
import dev.affix.DirectUploadRefusedException;
import dev.affix.StagedBlobUsedException;
import dev.affix.UploadRejectedException;
import dev.affix.storage.StorageException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A failure as the user sees it: a status, and a sentence that says what to do. */
record Problem(int status, String message) {
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  /** Which field it was means something to developers only. */
  private static final Pattern FIELD = Pattern.compile("^Person\\.[a-z]+: ");

  static Problem of(Exception failure) {
    return switch (failure) {
      case UploadRejectedException e -> new Problem(422, FIELD.matcher(told(e)).replaceFirst(""));
      case DirectUploadRefusedException e ->
          new Problem(403, FIELD.matcher(told(e)).replaceFirst(""));
      case NoSuchElementException e -> new Problem(404, told(e));
      case IllegalArgumentException e -> new Problem(400, told(e));
      case ConcurrentAttachException e -> new Problem(409, told(e));
      case StagedBlobUsedException e -> new Problem(409, FIELD.matcher(told(e)).replaceFirst(""));
      case BlobGoneException e -> new Problem(409, told(e));
      case UncheckedIOException e -> new Problem(400, "The upload broke off; nothing was changed");
      case StorageException e -> logged(503, "The file could not be stored; try again", e);
      default -> logged(500, "That did not work; the log of the gallery says why", failure);
    };
  }

  private static Problem logged(int status, String message, Exception failure) {
    LOG.warn("{}", message, failure);
    return new Problem(status, message);
  }

  private static String told(Exception failure) {
    return Objects.toString(failure.getMessage(), "That did not work");
  }
}
