package dev.affix.testkit.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

/**
 * Stands between an HTTP/1.1 client and a server, on the loopback interface, and does to requests
 * and answers what a test scripts. Without a script everything passes unchanged, the {@code Host}
 * header included, so that what a client has signed for {@link #endpoint()} stays signed.
 *
 * <p>A request meets the first fault that was added and fits; one added {@code once} is used up by
 * that, so that the client's next attempt meets the next. Bodies stream; at most 500 connections
 * are open at a time, and the last 10,000 requests are kept. Safe for use by many threads.
 */
public final class FaultProxy implements AutoCloseable {
  private final FaultScript script = new FaultScript();
  private final Listener listener;

  private FaultProxy(URI server) throws IOException {
    this.listener = new Listener(client -> new Exchange(client, server, script));
  }

  /**
   * Listens on a free port.
   *
   * @param server scheme {@code http}, host and port; it need not run yet
   */
  public static FaultProxy before(URI server) {
    if (!"http".equals(server.getScheme()) || server.getPort() < 0) {
      throw new IllegalArgumentException(
          "server must look like http://host:port, not \"" + server + "\"");
    }
    try {
      return new FaultProxy(server);
    } catch (IOException e) {
      throw new UncheckedIOException("The proxy before \"" + server + "\" cannot listen", e);
    }
  }

  /** What a client is to take for the server. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.port());
  }

  /** The next request meets the fault. */
  public void once(HttpFault fault) {
    once(fault, request -> true);
  }

  /** The next request that fits meets the fault. */
  public void once(HttpFault fault, Predicate<SeenRequest> which) {
    script.add(fault, which, true);
  }

  /** Every request meets the fault, until {@link #clear()}. */
  public void always(HttpFault fault) {
    always(fault, request -> true);
  }

  /** Every request that fits meets the fault, until {@link #clear()}. */
  public void always(HttpFault fault, Predicate<SeenRequest> which) {
    script.add(fault, which, false);
  }

  /** Forgets all faults; those that have begun go on. */
  public void clear() {
    script.clear();
  }

  /** How many requests have met a fault. */
  public int faults() {
    return script.faults();
  }

  /** What has come so far, in the order of its coming. */
  public List<SeenRequest> requests() {
    return script.requests();
  }

  /** Empties {@link #requests()}. */
  public void forgetRequests() {
    script.forget();
  }

  /** How many connections clients hold open, idle ones included. */
  public int connections() {
    return listener.connections();
  }

  /** Cuts all connections and refuses new ones, as a server that is down. */
  public void refuseConnections() {
    listener.stop();
  }

  /** Listens again, on the same port. */
  public void acceptConnections() {
    try {
      listener.start();
    } catch (IOException e) {
      throw new UncheckedIOException("The proxy cannot listen on its port again", e);
    }
  }

  /** Cuts all connections, also those that hang, and frees the port. */
  @Override
  public void close() {
    listener.stop();
  }

  @Override
  public String toString() {
    return "fault proxy at " + endpoint();
  }
}
