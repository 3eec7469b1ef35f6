package dev.affix.testkit.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Accepts connections and gives each a thread; can be stopped, and started on the same port. */
final class Listener {
  private static final int MOST_CONNECTIONS = 500;

  private final Function<Socket, Exchange> exchanges;
  private final Map<Exchange, Thread> open = new HashMap<>();
  private ServerSocket socket;
  private Semaphore room = new Semaphore(MOST_CONNECTIONS);

  Listener(Function<Socket, Exchange> exchanges) throws IOException {
    this.exchanges = exchanges;
    this.socket = bound(0);
    accept(socket, room);
  }

  synchronized int port() {
    return socket.getLocalPort();
  }

  synchronized int connections() {
    return open.size();
  }

  synchronized void start() throws IOException {
    if (socket.isClosed()) {
      socket = bound(socket.getLocalPort());
      room = new Semaphore(MOST_CONNECTIONS);
      accept(socket, room);
    }
  }

  /** Returns when all threads have ended. */
  void stop() {
    List<Thread> ending;
    synchronized (this) {
      close(socket);
      open.keySet().forEach(Exchange::cut);
      ending = List.copyOf(open.values());
    }
    // One may hang at a gate.
    ending.forEach(Thread::interrupt);
    for (Thread thread : ending) {
      join(thread);
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    socket.bind(new InetSocketAddress(loopback, port), 100);
    return socket;
  }

  private void accept(ServerSocket from, Semaphore places) {
    Thread.ofVirtual()
        .name("proxy-" + from.getLocalPort())
        .start(() -> {
          while (!from.isClosed()) {
            places.acquireUninterruptibly();
            try {
              serve(from, from.accept(), places);
            } catch (IOException e) {
              // Closed, or the client has gone already.
              places.release();
            }
          }
        });
  }

  private synchronized void serve(ServerSocket from, Socket client, Semaphore places) {
    Exchange exchange = exchanges.apply(client);
    if (from.isClosed()) {
      exchange.cut();
      places.release();
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                exchange.run();
              } finally {
                places.release();
                remove(exchange);
              }
            });
    open.put(exchange, thread);
    thread.start();
  }

  private synchronized void remove(Exchange exchange) {
    open.remove(exchange);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("The proxy's port cannot be freed", e);
    }
  }
}
