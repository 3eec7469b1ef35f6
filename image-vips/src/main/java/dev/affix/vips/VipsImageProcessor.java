package dev.affix.vips;

import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.Placeholder;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes image variants by libvips, in this process, on platform threads of its own. Safe for use by
 * many threads, virtual ones too.
 *
 * <p>Reads JPEG, PNG, GIF, WebP, TIFF, and AVIF where libvips is a self-contained build from 8.18
 * on; the first bytes decide. Writes JPEG, PNG, GIF, WebP and AVIF. Animations stay animated from
 * GIF or WebP to GIF or WebP; otherwise the first frame is taken. Sources stream; the result is
 * held in memory. Metadata never gets into a result, colours become sRGB, transparent parts become
 * white in JPEG.
 *
 * <p>Creating one opens libvips and, for the whole process, switches its cache off, gives each
 * picture one thread, and blocks every other loader and saver. A fault in libvips can end the JVM:
 * for strangers' files prefer {@link #isolated()}. See {@link #doctor()} for what is known of the
 * library that was found.
 */
public final class VipsImageProcessor implements ImageProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(VipsImageProcessor.class);

  private final Engine engine;
  private final VipsLimits limits;
  private final Cook cook;
  private final WorkPool pool;

  private VipsImageProcessor(Builder builder) {
    engine = LibraryFinder.find(builder.library);
    limits = builder.limits;
    cook = new Cook(engine, limits);
    pool =
        new WorkPool(builder.threads, builder.queueLength, limits.time(), engine.vips::endThread);
    engine.warnings.forEach(warning -> LOG.warn("libvips {}: {}", engine.vips.version(), warning));
  }

  /**
   * With the library named by the system property {@code affix.vips.library}, of the natives
   * artifact, or found under its usual names; as many threads as processors, and default limits.
   *
   * @throws dev.affix.AffixException if there is no usable libvips; the message says how to get one
   */
  public static VipsImageProcessor create() {
    return builder().build();
  }

  /** To choose library, threads or limits. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * To make the same variants in processes of their own, where a fault in libvips costs one picture
   * and not this JVM.
   */
  public static IsolatedVips.Builder isolated() {
    return IsolatedVips.builder();
  }

  @Override
  public TransformedImage transform(ImageSource source, Variation variation) {
    return pool.run(new Job(engine.vips.images), job -> cook.transform(source, variation, job));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The limits of pixels and frames do not apply: nothing is decoded, and whoever asks wants to
   * know.
   */
  @Override
  public ImageProperties analyze(ImageSource source) {
    return pool.run(new Job(engine.vips.images), job -> cook.analyze(source, job));
  }

  @Override
  public Placeholder placeholder(ImageSource source) {
    return pool.run(new Job(engine.vips.images), job -> cook.placeholder(source, job));
  }

  /**
   * Engine revision, libvips version and, where they are not the defaults, a mark of the limits.
   */
  @Override
  public String revision() {
    return Revision.of(engine.vips.version(), limits);
  }

  /** Version, place, formats and warnings of the library in use, in lines for a person. */
  public String doctor() {
    return engine.report();
  }

  /** Takes no more work; what is running ends within its time. libvips stays loaded. */
  @Override
  public void close() {
    pool.close();
  }

  /** Settings of a {@link VipsImageProcessor}. */
  public static final class Builder {
    private @Nullable Path library;
    private int threads = Runtime.getRuntime().availableProcessors();
    private int queueLength = 1_000;
    private VipsLimits limits = VipsLimits.defaults();

    private Builder() {}

    /**
     * File of libvips, or a folder to search for it. Without it the system property {@code
     * affix.vips.library}, then the environment variable {@code AFFIX_VIPS_LIBRARY} is asked, then
     * {@code affix-image-vips-natives} if it is on the class path, then the usual names of the
     * system.
     */
    public Builder library(Path fileOrFolder) {
      this.library = fileOrFolder;
      return this;
    }

    /** Pictures worked on at the same time; default: the number of processors. */
    public Builder threads(int value) {
      this.threads = positive("threads", value);
      return this;
    }

    /** Pictures that may wait for a thread, further ones are turned away; default: 1,000. */
    public Builder queueLength(int value) {
      this.queueLength = positive("queueLength", value);
      return this;
    }

    /** What a picture may cost; default: {@link VipsLimits#defaults()}. */
    public Builder limits(VipsLimits value) {
      this.limits = value;
      return this;
    }

    /**
     * Opens libvips and checks it.
     *
     * @throws dev.affix.AffixException if there is no usable libvips; the message says how to get
     *     one
     */
    public VipsImageProcessor build() {
      return new VipsImageProcessor(this);
    }

    private static int positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be positive, but was " + value);
      }
      return value;
    }
  }
}
