package dev.affix.vips;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProperties;
import dev.affix.image.Placeholder;
import dev.affix.image.TransformedImage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * How requests and answers are spelled on the pipe. Both ends run the same classes, so there are no
 * versions. What comes from an image process is checked: it may be in the hands of a picture, and a
 * JVM that crashes writes a notice to its standard output, which is the pipe, while other threads
 * still write there.
 */
final class Wire {
  /** Bytes of a source that go at once. */
  static final int CHUNK = 128 * 1024;

  private static final int LONGEST_TEXT = 16_000;
  private static final int MOST_WARNINGS = 100;

  private Wire() {}

  static void write(DataOutputStream out, Request request) throws IOException {
    switch (request) {
      case Request.Settings settings -> {
        out.writeByte('s');
        out.writeBoolean(settings.library() != null);
        text(out, settings.library() == null ? "" : settings.library());
        limits(out, settings.limits());
        out.writeLong(settings.memory());
        out.writeInt(settings.pictures());
      }
      case Request.Transform transform -> {
        out.writeByte('t');
        text(out, transform.variation().canonical());
      }
      case Request.Analyze analyze -> out.writeByte('a');
      case Request.Place place -> out.writeByte('p');
      case Request.Bytes bytes -> {
        out.writeByte('b');
        out.writeInt(bytes.length());
        out.write(bytes.buffer(), 0, bytes.length());
      }
      case Request.End end -> out.writeByte('e');
      case Request.Fault fault -> out.writeByte('f');
      case Request.Leave leave -> out.writeByte('l');
    }
    out.flush();
  }

  /**
   * Waits for the next request.
   *
   * @param buffer takes the bytes of a source; they are good until the next call
   */
  static Request readRequest(DataInputStream in, byte[] buffer) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 's' -> {
        boolean named = in.readBoolean();
        String library = in.readUTF();
        yield new Request.Settings(named ? library : null, limits(in), in.readLong(), in.readInt());
      }
      case 't' -> new Request.Transform(Recipe.of(in.readUTF()));
      case 'a' -> new Request.Analyze();
      case 'p' -> new Request.Place();
      case 'b' -> {
        int length = size(in, buffer.length);
        in.readFully(buffer, 0, length);
        yield new Request.Bytes(buffer, length);
      }
      case 'e' -> new Request.End();
      case 'f' -> new Request.Fault();
      case 'l' -> new Request.Leave();
      default -> throw new IOException("There is no request " + kind);
    };
  }

  static void write(DataOutputStream out, Answer answer) throws IOException {
    switch (answer) {
      case Answer.Ready ready -> {
        out.writeByte('r');
        text(out, ready.libraryVersion());
        text(out, ready.report());
        out.writeInt(ready.warnings().size());
        for (String warning : ready.warnings()) {
          text(out, warning);
        }
      }
      case Answer.Refused refused -> {
        out.writeByte('x');
        text(out, refused.message());
      }
      case Answer.More more -> out.writeByte('m');
      case Answer.Done done -> {
        out.writeByte('d');
        var checked = new CheckedOutputStream(out, new CRC32C());
        var counted = new DataOutputStream(checked);
        counted.writeBoolean(done.worn());
        outcome(counted, done.outcome());
        out.writeLong(checked.getChecksum().getValue());
      }
    }
    out.flush();
  }

  /**
   * Waits for the next answer.
   *
   * @param largest bytes that an image may have
   * @throws IOException also if it is no answer that could be expected
   */
  static Answer readAnswer(DataInputStream in, int largest) throws IOException {
    try {
      return answer(in, largest);
    } catch (IllegalArgumentException e) {
      throw new IOException("There is no such value", e);
    }
  }

  private static Answer answer(DataInputStream in, int largest) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 'r' -> new Answer.Ready(in.readUTF(), in.readUTF(), warnings(in));
      case 'x' -> new Answer.Refused(in.readUTF());
      case 'm' -> new Answer.More();
      case 'd' -> {
        var checked = new CheckedInputStream(in, new CRC32C());
        var counted = new DataInputStream(checked);
        boolean worn = counted.readBoolean();
        Answer.Outcome outcome = outcome(counted, largest);
        if (in.readLong() != checked.getChecksum().getValue()) {
          throw new IOException("Something else got into the answer");
        }
        yield new Answer.Done(outcome, worn);
      }
      default -> throw new IOException("There is no answer " + kind);
    };
  }

  private static void outcome(DataOutputStream out, Answer.Outcome outcome) throws IOException {
    switch (outcome) {
      case Answer.Made made -> {
        out.writeByte('i');
        image(out, made.image());
      }
      case Answer.Read read -> {
        out.writeByte('p');
        properties(out, read.properties());
      }
      case Answer.Placed placed -> {
        out.writeByte('h');
        placeholder(out, placed.placeholder());
      }
      case Answer.Failed failed -> {
        out.writeByte('f');
        out.writeUTF(failed.kind().name());
        text(out, failed.message());
      }
    }
  }

  private static Answer.Outcome outcome(DataInputStream in, int largest) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 'i' -> new Answer.Made(image(in, largest));
      case 'p' -> new Answer.Read(properties(in));
      case 'h' -> new Answer.Placed(placeholder(in));
      case 'f' -> new Answer.Failed(Answer.Kind.valueOf(in.readUTF()), in.readUTF());
      default -> throw new IOException("There is no outcome " + kind);
    };
  }

  private static void limits(DataOutputStream out, VipsLimits limits) throws IOException {
    out.writeLong(limits.sourceBytes());
    out.writeLong(limits.pixels());
    out.writeInt(limits.sourceSide());
    out.writeLong(limits.totalPixels());
    out.writeInt(limits.frames());
    out.writeInt(limits.bands());
    out.writeInt(limits.scans());
    out.writeInt(limits.side());
    out.writeLong(limits.resultPixels());
    out.writeInt(limits.resultBytes());
    out.writeLong(limits.time().toMillis());
    text(out, String.join(" ", limits.sources()));
  }

  private static VipsLimits limits(DataInputStream in) throws IOException {
    return new VipsLimits(
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readInt(),
        Duration.ofMillis(in.readLong()),
        Set.of(in.readUTF().split(" ")));
  }

  private static void image(DataOutputStream out, TransformedImage image) throws IOException {
    out.writeUTF(image.format().name());
    out.writeInt(image.width());
    out.writeInt(image.height());
    out.writeInt(image.bytes().length);
    out.write(image.bytes());
  }

  private static TransformedImage image(DataInputStream in, int largest) throws IOException {
    ImageFormat format = ImageFormat.valueOf(in.readUTF());
    int width = in.readInt();
    int height = in.readInt();
    byte[] bytes = new byte[size(in, largest)];
    in.readFully(bytes);
    return new TransformedImage(bytes, format, width, height);
  }

  private static void properties(DataOutputStream out, ImageProperties properties)
      throws IOException {
    out.writeInt(properties.width());
    out.writeInt(properties.height());
    out.writeInt(properties.frames());
    out.writeBoolean(properties.hasAlpha());
  }

  private static ImageProperties properties(DataInputStream in) throws IOException {
    return new ImageProperties(in.readInt(), in.readInt(), in.readInt(), in.readBoolean());
  }

  private static void placeholder(DataOutputStream out, Placeholder placeholder)
      throws IOException {
    String colour = placeholder.colour();
    out.writeBoolean(colour != null);
    out.writeUTF(colour == null ? "" : colour);
    out.writeUTF(placeholder.thumbHash());
  }

  private static Placeholder placeholder(DataInputStream in) throws IOException {
    boolean coloured = in.readBoolean();
    String colour = in.readUTF();
    return new Placeholder(coloured ? colour : null, in.readUTF());
  }

  private static List<String> warnings(DataInputStream in) throws IOException {
    int count = size(in, MOST_WARNINGS);
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      warnings.add(in.readUTF());
    }
    return warnings;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    out.writeUTF(text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
  }

  private static int size(DataInputStream in, int most) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > most) {
      throw new IOException("The size %d is beyond %d".formatted(size, most));
    }
    return size;
  }
}
