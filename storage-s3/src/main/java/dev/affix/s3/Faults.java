package dev.affix.s3;

import dev.affix.storage.StorageException;
import dev.affix.storage.StorageUnavailableException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Turns what the SDK throws into what a service throws. Of a store's answer only status, code and
 * request id are repeated, in causes, too: its text may quote a signature.
 */
final class Faults {
  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;
  static final int PRECONDITION_FAILED = 412;
  static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int NOT_IMPLEMENTED = 501;

  private static final Set<String> PASSING =
      Set.of(
          "InternalError",
          "OperationAborted",
          "RequestTimeout",
          "ServiceUnavailable",
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests");

  private Faults() {}

  /**
   * @param what for example {@code Storing object "k" in bucket "b"}
   */
  static StorageException of(String what, SdkException e) {
    return e instanceof AwsServiceException answer ? answered(what, answer) : unanswered(what, e);
  }

  static StorageException ofCode(String what, @Nullable String code) {
    String message = what + " failed: " + code + ". " + adviceFor(code, 0);
    return code != null && PASSING.contains(code)
        ? new StorageUnavailableException(message, null)
        : new StorageException(message);
  }

  /** Whether the store may have done what it was asked in spite of the failure. */
  static boolean leaveOpen(SdkException e) {
    return !(e instanceof AwsServiceException answer) || isPassing(answer);
  }

  static String codeOf(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  /** Whether it says that the bytes that arrived are not those that the checksum is of. */
  static boolean deniesChecksum(AwsServiceException e) {
    return e.statusCode() == BAD_REQUEST
        && Set.of("BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch").contains(codeOf(e));
  }

  private static StorageException answered(String what, AwsServiceException e) {
    String code = codeOf(e);
    String message =
        what
            + " failed: "
            + e.statusCode()
            + (code.isEmpty() ? "" : " " + code)
            + (e.requestId() == null ? "" : ", request " + e.requestId())
            + ". "
            + adviceFor(code, e.statusCode());
    return isPassing(e)
        ? new StorageUnavailableException(message, Quiet.of(e))
        : new StorageException(message, Quiet.of(e));
  }

  private static boolean isPassing(AwsServiceException e) {
    return (e.statusCode() >= 500 && e.statusCode() != NOT_IMPLEMENTED)
        || e.isThrottlingException()
        || PASSING.contains(codeOf(e));
  }

  private static StorageException unanswered(String what, SdkException e) {
    if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
      return new StorageUnavailableException(
          what + " took longer than the limit; try again later, or raise the call limit",
          Quiet.of(e));
    }
    if (e instanceof AbortedException) {
      return new StorageUnavailableException(what + " was interrupted", Quiet.of(e));
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("Unable to load credentials")) {
      return new StorageException(
          what
              + " failed: there are no credentials. Give the service a credentials provider, or set"
              + " up one of those the SDK looks for",
          Quiet.of(e));
    }
    Throwable root = deepest(e);
    if (root.getClass().getSimpleName().equals("ConnectionRequestTimeoutException")
        || message.contains("connection from pool")) {
      return new StorageUnavailableException(
          what + " got no connection: all are in use. Close every reader, or raise maxConnections",
          Quiet.of(e));
    }
    return new StorageUnavailableException(
        what
            + " failed: "
            + root.getClass().getSimpleName()
            + ". Check endpoint, region and network, or try again later",
        Quiet.of(e));
  }

  private static String adviceFor(@Nullable String code, int status) {
    return switch (code == null ? "" : code) {
      case "NoSuchBucket" -> "Make the bucket, or correct its name";
      case "SignatureDoesNotMatch", "InvalidAccessKeyId", "InvalidToken" -> "Check the credentials";
      case "ExpiredToken", "TokenRefreshRequired" -> "The session is over; renew the credentials";
      case "RequestTimeTooSkewed" -> "Set this machine's clock";
      case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint" ->
          "Set the region the bucket is in";
      case "SlowDown", "ServiceUnavailable", "RequestTimeout", "InternalError" -> "Try again later";
      default -> adviceFor(status);
    };
  }

  private static String adviceFor(int status) {
    if (status == FORBIDDEN) {
      return "Let these credentials do it; without s3:ListBucket a store says this of absent"
          + " objects, too";
    }
    if (status == NOT_IMPLEMENTED) {
      return "The store cannot do it; see what doctor() says and pin that profile";
    }
    if (status == 301 || status == 307) {
      return "Set the region the bucket is in";
    }
    return status >= 500 ? "Try again later" : "See the store's log for the request";
  }

  private static Throwable deepest(Throwable e) {
    Throwable cause = e;
    for (int i = 0; i < 20 && cause.getCause() != null; i++) {
      cause = cause.getCause();
    }
    return cause;
  }
}
