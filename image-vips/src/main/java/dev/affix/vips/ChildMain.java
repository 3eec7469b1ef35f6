package dev.affix.vips;

import dev.affix.AffixException;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * An image process: makes one picture at a time, from its standard input to its standard output.
 * The application limits its time; everything else it limits itself.
 */
final class ChildMain {
  private final Requests requests;
  private final DataOutputStream out;

  private ChildMain(Requests requests, DataOutputStream out) {
    this.requests = requests;
    this.out = out;
  }

  /**
   * Serves until the application has no more use for it.
   *
   * @param arguments the folder that is deleted if the application goes without a word
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 16 * 1024));
    var in =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in), 16 * 1024));
    System.setOut(System.err);
    var child = new ChildMain(Requests.read(in, Path.of(arguments[0])), out);
    child.serve((Request.Settings) child.requests.next());
  }

  private void serve(Request.Settings settings) throws IOException, InterruptedException {
    OwnLimits.ignoreSignals();
    OwnLimits.leaveNoCore();
    Engine.mayEndTheProcess();
    Engine engine;
    try {
      engine = LibraryFinder.find(settings.library() == null ? null : Path.of(settings.library()));
    } catch (AffixException e) {
      Wire.write(out, new Answer.Refused(String.valueOf(e.getMessage())));
      return;
    }
    long memory = OwnLimits.limitMemory(settings.memory());
    Wire.write(out, new Answer.Ready(engine.vips.version(), engine.report(), engine.warnings));
    var cook = new Cook(engine, settings.limits());
    for (int pictures = 1; ; pictures++) {
      Request request = requests.next();
      Answer.Outcome outcome = answer(cook, engine, request);
      boolean worn =
          pictures >= settings.pictures()
              || (outcome instanceof Answer.Failed failed
                  && failed.kind() == Answer.Kind.UNEXPECTED)
              // The rest would be too little for a large picture.
              || OwnLimits.memory() - memory > settings.memory() / 4;
      Wire.write(out, new Answer.Done(outcome, worn));
    }
  }

  private Answer.Outcome answer(Cook cook, Engine engine, Request request) {
    var job = new Job(engine.vips.images);
    ImageSource source = () -> new PipedSource();
    try {
      return switch (request) {
        case Request.Transform transform ->
            new Answer.Made(cook.transform(source, transform.variation(), job));
        case Request.Analyze analyze -> new Answer.Read(cook.analyze(source, job));
        case Request.Place place -> new Answer.Placed(cook.placeholder(source, job));
        default -> throw new IllegalStateException(request + " begins no picture");
      };
    } catch (InvalidImageException e) {
      return new Answer.Failed(Answer.Kind.INVALID, String.valueOf(e.getMessage()));
    } catch (AffixException e) {
      return new Answer.Failed(Answer.Kind.PROCESSING, String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      e.printStackTrace();
      return new Answer.Failed(Answer.Kind.UNEXPECTED, "The picture could not be made: " + e);
    }
  }

  /** The source as it comes through the pipe, asked for when it is read. */
  private final class PipedSource extends InputStream {
    private byte[] buffer = {};
    private int at;
    private int end;
    private boolean ended;

    @Override
    public int read() throws IOException {
      return fill() ? buffer[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, end - at);
      System.arraycopy(buffer, at, bytes, offset, count);
      at += count;
      return count;
    }

    private boolean fill() throws IOException {
      while (at == end && !ended) {
        Wire.write(out, new Answer.More());
        switch (next()) {
          case Request.Bytes bytes -> {
            buffer = bytes.buffer();
            at = 0;
            end = bytes.length();
          }
          case Request.End over -> ended = true;
          default -> throw new IOException("The source cannot be read");
        }
      }
      return at < end;
    }

    private Request next() throws IOException {
      try {
        return requests.next();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted", e);
      }
    }
  }
}
