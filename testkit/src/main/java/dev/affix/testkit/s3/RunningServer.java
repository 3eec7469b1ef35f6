package dev.affix.testkit.s3;

import java.net.URI;
import java.util.Map;

/** The server that the environment names. */
final class RunningServer {
  private static final String ENDPOINT = "AFFIX_S3_ENDPOINT";

  private RunningServer() {}

  static boolean isNamed() {
    return !System.getenv().getOrDefault(ENDPOINT, "").isBlank();
  }

  static Address shared() {
    return address(System.getenv());
  }

  static Address address(Map<String, String> environment) {
    return new Address(
        URI.create(value(environment, ENDPOINT)),
        environment.getOrDefault("AFFIX_S3_REGION", "us-east-1"),
        value(environment, "AFFIX_S3_KEY"),
        value(environment, "AFFIX_S3_SECRET"));
  }

  private static String value(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalStateException(
          "To test with a running S3 server, set " + name + " in the environment");
    }
    return value;
  }
}
