package dev.affix.vips;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.SynchronousQueue;

/**
 * What comes in at an image process. A thread of its own reads, also while libvips works: so the
 * process ends when the application does, whatever it is doing.
 */
final class Requests {
  private final DataInputStream in;
  private final Path folder;
  private final byte[] buffer = new byte[Wire.CHUNK];
  private final SynchronousQueue<Request> handOver = new SynchronousQueue<>();

  private Requests(DataInputStream in, Path folder) {
    this.in = in;
    this.folder = folder;
  }

  /** Starts to read; the folder is deleted if the application goes without a word. */
  static Requests read(DataInputStream in, Path folder) {
    var requests = new Requests(in, folder);
    Thread.ofPlatform().daemon().name("requests").start(requests::readAll);
    return requests;
  }

  Request next() throws InterruptedException {
    return handOver.take();
  }

  private void readAll() {
    try {
      while (true) {
        Request request = Wire.readRequest(in, buffer);
        if (request instanceof Request.Leave) {
          break;
        }
        // The next one comes after this one's answer, so the buffer is not in use then.
        handOver.put(request);
      }
    } catch (IOException gone) {
      Launcher.delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
