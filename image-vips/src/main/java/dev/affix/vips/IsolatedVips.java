package dev.affix.vips;

import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Placeholder;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes image variants as {@link VipsImageProcessor} does, byte for byte, but in a few processes of
 * their own: a fault in libvips, or a picture that takes too long or too much, ends one of them and
 * not this JVM. It costs the picture an {@link dev.affix.image.ImageCrashException}; a new process
 * takes the place. Safe for use by many threads, virtual ones too.
 *
 * <p>The processes are JVMs started with this one's {@code java}, from a small jar in the folder
 * for temporary files. They get none of this JVM's options and nearly nothing of its environment,
 * and end with it, however it ends. They run as the same user and are no sandbox: a picture that
 * takes one over can do what that user can.
 *
 * <p>Time is limited to the moment: a process that is over its time is killed. Memory of each
 * process is limited on Linux; elsewhere only its Java heap. AVIF is read with every libvips that
 * can, since an old one's faults end the process alone.
 */
public final class IsolatedVips implements ImageProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(IsolatedVips.class);

  private final Children children;
  private final WorkPool pool;
  private final VipsLimits limits;
  private final Answer.Ready ready;
  private final int processes;

  private IsolatedVips(Builder builder) {
    limits = builder.limits;
    processes = builder.processes;
    Path library = LibraryFinder.placeForOthers(builder.library);
    var settings =
        new Request.Settings(
            library == null ? null : library.toAbsolutePath().toString(),
            limits,
            builder.memory,
            builder.pictures);
    children = new Children(new Launcher(limits.resultBytes()), settings, processes);
    try {
      ready = children.startFirst();
    } catch (RuntimeException e) {
      children.close();
      throw e;
    }
    pool = new WorkPool(processes, builder.queueLength, limits.time(), () -> {});
    ready
        .warnings()
        .forEach(warning -> LOG.warn("libvips {}: {}", ready.libraryVersion(), warning));
  }

  static Builder builder() {
    return new Builder();
  }

  @Override
  public TransformedImage transform(ImageSource source, Variation variation) {
    return switch (ask(new Request.Transform(variation), source)) {
      case Answer.Made made -> made.image();
      case Answer.Outcome other -> throw unexpected(other);
    };
  }

  /**
   * {@inheritDoc}
   *
   * <p>The limits of pixels and frames do not apply: nothing is decoded, and whoever asks wants to
   * know.
   */
  @Override
  public ImageProperties analyze(ImageSource source) {
    return switch (ask(new Request.Analyze(), source)) {
      case Answer.Read read -> read.properties();
      case Answer.Outcome other -> throw unexpected(other);
    };
  }

  @Override
  public Placeholder placeholder(ImageSource source) {
    return switch (ask(new Request.Place(), source)) {
      case Answer.Placed placed -> placed.placeholder();
      case Answer.Outcome other -> throw unexpected(other);
    };
  }

  private Answer.Outcome ask(Request request, ImageSource source) {
    return pool.run(
        new Errand(),
        errand -> {
          try (var feed = new Feed(source)) {
            Answer.Outcome outcome = children.ask(errand, request, feed);
            feed.check();
            if (outcome instanceof Answer.Failed failed) {
              throw failed.kind() == Answer.Kind.INVALID
                  ? new InvalidImageException(failed.message())
                  : new ImageProcessingException(failed.message(), null);
            }
            return outcome;
          }
        });
  }

  private static IllegalStateException unexpected(Answer.Outcome outcome) {
    return new IllegalStateException(
        "The image process answered something else: " + outcome.getClass().getSimpleName());
  }

  /** That of {@link VipsImageProcessor} with the same library and limits. */
  @Override
  public String revision() {
    return Revision.of(ready.libraryVersion(), limits);
  }

  /** Version, place, formats and warnings of the library in use, and the processes, in lines. */
  public String doctor() {
    return ready.report()
        + "image processes: at most %d, now %s%n"
            .formatted(processes, handles().stream().map(ProcessHandle::pid).toList());
  }

  /** The processes that live. */
  List<ProcessHandle> handles() {
    return children.handles();
  }

  /**
   * Takes no more work, waits for what is running, at most its time, and ends the processes: when
   * it returns there are none.
   */
  @Override
  public void close() {
    pool.close();
    try {
      pool.awaitEnd(limits.time());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      children.close();
    }
  }

  /** Settings of an {@link IsolatedVips}. */
  public static final class Builder {
    private static final int MOST_BY_DEFAULT = 4;

    private @Nullable Path library;
    private int processes = Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().availableProcessors());
    private int queueLength = 1_000;
    private int pictures = 10_000;
    private long memory = 1L << 30;
    private VipsLimits limits = VipsLimits.defaults();

    private Builder() {}

    /** As for {@link VipsImageProcessor.Builder#library}. */
    public Builder library(Path fileOrFolder) {
      this.library = fileOrFolder;
      return this;
    }

    /**
     * Processes, and so pictures worked on at the same time; default: the number of processors, at
     * most 4. The first starts at once, others when they are needed.
     */
    public Builder processes(int value) {
      this.processes = positive("processes", value);
      return this;
    }

    /** Pictures that may wait for a process, further ones are turned away; default: 1,000. */
    public Builder queueLength(int value) {
      this.queueLength = positive("queueLength", value);
      return this;
    }

    /**
     * Bytes of memory that a picture may make its process take, besides what the process takes by
     * itself; default: 1 GiB. Held on Linux only. Beyond it libvips refuses the picture, or the
     * process ends.
     */
    public Builder memory(long bytes) {
      if (bytes < 1 << 20) {
        throw new IllegalArgumentException("memory must be at least 1 MiB, but was " + bytes);
      }
      this.memory = bytes;
      return this;
    }

    /** What a picture may cost; default: {@link VipsLimits#defaults()}. */
    public Builder limits(VipsLimits value) {
      this.limits = value;
      return this;
    }

    /** Pictures that a process makes before it is replaced. */
    Builder pictures(int value) {
      this.pictures = positive("pictures", value);
      return this;
    }

    /**
     * Starts the first process and has it open and check libvips.
     *
     * @throws dev.affix.AffixException if there is no usable libvips, or no process can be started;
     *     the message says what to do
     */
    public IsolatedVips build() {
      return new IsolatedVips(this);
    }

    private static int positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be positive, but was " + value);
      }
      return value;
    }
  }
}
