package dev.affix.testkit.s3;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * An S3 server for tests, reached with path style addresses. Those of kinds {@link Kind#S3PROXY}
 * and {@link Kind#LOCALSTACK} start when first opened (in two and about ten seconds), listen on the
 * loopback interface only, are shared by the whole JVM and end with it, also when it is killed;
 * their files go with them.
 *
 * <p>Safe for use by many threads.
 */
public final class S3TestServer {

  /** What can be opened. */
  public enum Kind {
    /**
     * s3proxy, a server for the JVM, in a process of its own. It refuses wrong signatures and
     * expired or altered presigned URLs as S3 does; it has no versioning, and it does not list keys
     * that end in a slash. Its rules for browsers (CORS) are the server's, not a bucket's: pages of
     * {@code http://127.0.0.1} may use presigned URLs.
     */
    S3PROXY,
    /**
     * LocalStack, from the program that {@value S3TestServer#LOCALSTACK_VARIABLE} names; {@code
     * bin/setup} installs it. It checks no signature in a header and serves anonymous requests; it
     * refuses bad presigned URLs.
     */
    LOCALSTACK,
    /**
     * A server that runs already, named by {@code AFFIX_S3_ENDPOINT}, {@code AFFIX_S3_REGION}
     * (default {@code us-east-1}), {@code AFFIX_S3_KEY} and {@code AFFIX_S3_SECRET} in the
     * environment. Its user must be allowed to create and delete buckets.
     */
    RUNNING;

    /**
     * The server of this kind, started if it is the first use.
     *
     * @throws IllegalStateException if it cannot be had; the message says what to do
     */
    public S3TestServer open() {
      return new S3TestServer(
          this,
          switch (this) {
            case S3PROXY -> S3proxyServer.shared();
            case LOCALSTACK -> LocalstackServer.shared();
            case RUNNING -> RunningServer.shared();
          });
    }

    /** Lower-case name, as in {@link S3TestServer#name()}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** System property: names of {@link Kind}s, separated by commas, that {@link #kinds()} gives. */
  public static final String KINDS_PROPERTY = "affix.test.s3";

  /**
   * Environment variable, or system property {@code affix.localstack}, with the path of the program
   * {@code localstack-supervisor}.
   */
  public static final String LOCALSTACK_VARIABLE = "AFFIX_LOCALSTACK";

  private final Kind kind;
  private final Address address;

  private S3TestServer(Kind kind, Address address) {
    this.kind = kind;
    this.address = address;
  }

  /**
   * The kinds a test over all servers runs on: those that the system property {@value
   * #KINDS_PROPERTY} names, or s3proxy and whatever else can be had here. The first call says on
   * the log which these are.
   *
   * @throws IllegalArgumentException if the property names something else
   */
  public static List<Kind> kinds() {
    return Chosen.KINDS;
  }

  private static final class Chosen {
    static final List<Kind> KINDS = choose(System.getProperty(KINDS_PROPERTY, ""));

    static {
      System.getLogger(S3TestServer.class.getName()).log(System.Logger.Level.INFO, said(KINDS));
    }
  }

  static List<Kind> choose(String names) {
    if (names.isBlank()) {
      return Arrays.stream(Kind.values()).filter(S3TestServer::isAtHand).toList();
    }
    return Arrays.stream(names.split(",", -1)).map(S3TestServer::kindOf).toList();
  }

  /** {@code s3proxy}, {@code localstack} or {@code running}. */
  public String name() {
    return kind.toString();
  }

  /** Which kind it is. */
  public Kind kind() {
    return kind;
  }

  /** Scheme, host and port; buckets are paths below. */
  public URI endpoint() {
    return address.endpoint();
  }

  /** Region to sign for. */
  public String region() {
    return address.region();
  }

  /** Name of the only user. */
  public String accessKey() {
    return address.accessKey();
  }

  /**
   * Secret of {@link #accessKey()}; worth nothing outside of this machine, unless it runs
   * elsewhere.
   */
  public String secretKey() {
    return address.secretKey();
  }

  /**
   * A bucket name that nobody has used. The caller creates the bucket, and on a {@link
   * Kind#RUNNING} server deletes it.
   */
  public String newBucket() {
    return "affix-test-" + UUID.randomUUID();
  }

  /**
   * Whether a request that is not signed, or signed with another secret, is refused. Assumed of a
   * {@link Kind#RUNNING} server, so that a test fails where it does not.
   */
  public boolean checksSignatures() {
    return kind != Kind.LOCALSTACK;
  }

  /** Whether buckets can keep old versions. Assumed of a {@link Kind#RUNNING} server. */
  public boolean hasVersioning() {
    return kind != Kind.S3PROXY;
  }

  @Override
  public String toString() {
    return name() + " at " + endpoint();
  }

  private static boolean isAtHand(Kind kind) {
    return switch (kind) {
      // Brought by the build. Where it is missing the tests are to fail and say so.
      case S3PROXY -> true;
      case LOCALSTACK -> LocalstackServer.isNamed();
      case RUNNING -> RunningServer.isNamed();
    };
  }

  private static String said(List<Kind> kinds) {
    String without =
        kinds.contains(Kind.LOCALSTACK) ? "" : "; not on LocalStack, which bin/setup installs";
    return "S3 tests run on " + kinds + without;
  }

  private static Kind kindOf(String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.toString().equals(name.strip()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                KINDS_PROPERTY
                    + " names \""
                    + name
                    + "\"; known are "
                    + Arrays.toString(Kind.values())));
  }
}
