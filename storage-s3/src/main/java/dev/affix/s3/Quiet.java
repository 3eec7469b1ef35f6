package dev.affix.s3;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Stands for an exception of the SDK as a cause: kind, place and causes are its own, but a store's
 * text, which may quote keys and signatures, is left out, and so are earlier tries, which hold it
 * too.
 */
final class Quiet extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Quiet(String message, Throwable instead, Throwable cause) {
    super(message, cause);
    setStackTrace(instead.getStackTrace());
  }

  private Quiet(String message, Throwable instead) {
    super(message);
    setStackTrace(instead.getStackTrace());
  }

  static Throwable of(Throwable failure) {
    if (!(failure instanceof SdkException)) {
      return failure;
    }
    Throwable cause = failure.getCause();
    String told = toldOf(failure);
    return cause == null ? new Quiet(told, failure) : new Quiet(told, failure, of(cause));
  }

  private static String toldOf(Throwable failure) {
    String kind = failure.getClass().getName();
    if (failure instanceof AwsServiceException answer) {
      return kind + ": status " + answer.statusCode() + " " + Faults.codeOf(answer);
    }
    return repeatsAnswer(failure) ? kind : kind + ": " + failure.getMessage();
  }

  private static boolean repeatsAnswer(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause != null && (cause instanceof AwsServiceException || repeatsAnswer(cause));
  }
}
