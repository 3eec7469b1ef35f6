package dev.affix.vips;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a picture may cost. All but the time are checked before the work they bound is done; beyond
 * one the picture is refused.
 *
 * @param sourceBytes bytes read of a source
 * @param pixels pixels of one frame of the source
 * @param sourceSide width and height of one frame of the source, in pixels
 * @param totalPixels pixels of all frames that are decoded, and of all frames of the result
 * @param frames frames of an animation that stays one
 * @param bands colour channels with alpha, of the source
 * @param scans scans of a progressive JPEG
 * @param side width and height of the result, in pixels
 * @param resultPixels pixels of one frame of the result
 * @param resultBytes bytes of the result
 * @param time from handing the work in, waiting for a thread included. libvips cannot be
 *     interrupted everywhere: the caller gets its answer in time, the thread may be busy longer
 * @param sources content types that are read, told by the first bytes; in alphabetical order
 */
public record VipsLimits(
    long sourceBytes,
    long pixels,
    int sourceSide,
    long totalPixels,
    int frames,
    int bands,
    int scans,
    int side,
    long resultPixels,
    int resultBytes,
    Duration time,
    Set<String> sources) {

  public VipsLimits {
    positive("sourceBytes", sourceBytes);
    positive("pixels", pixels);
    positive("sourceSide", sourceSide);
    positive("totalPixels", totalPixels);
    positive("frames", frames);
    positive("bands", bands);
    positive("scans", scans);
    positive("side", side);
    positive("resultPixels", resultPixels);
    positive("resultBytes", resultBytes);
    positive("time", time.toMillis());
    sources = Collections.unmodifiableSet(new TreeSet<>(sources));
    if (sources.isEmpty() || !SourceFormat.contentTypes().containsAll(sources)) {
      throw new IllegalArgumentException(
          "sources must be some of %s, but were %s"
              .formatted(SourceFormat.contentTypes(), sources));
    }
  }

  /**
   * 32 MiB in, 50 megapixels a frame, 32,768 pixels a side, 100 megapixels over all frames, 250
   * frames, 5 bands, 100 scans; 4,096 pixels a side, 16 megapixels and 32 MiB out; 30 seconds.
   */
  public static VipsLimits defaults() {
    return new VipsLimits(
        32L << 20,
        50_000_000,
        32_768,
        100_000_000,
        250,
        5,
        100,
        4_096,
        16_777_216,
        32 << 20,
        Duration.ofSeconds(30),
        SourceFormat.contentTypes());
  }

  public VipsLimits withSourceBytes(long value) {
    return with(draft -> draft.sourceBytes = value);
  }

  /** Width and height of one frame of the source. */
  public VipsLimits withSourceSide(int value) {
    return with(draft -> draft.sourceSide = value);
  }

  /** Pixels of one frame and of all together. */
  public VipsLimits withPixels(long frame, long total) {
    return with(draft -> {
      draft.pixels = frame;
      draft.totalPixels = total;
    });
  }

  public VipsLimits withFrames(int value) {
    return with(draft -> draft.frames = value);
  }

  public VipsLimits withScans(int value) {
    return with(draft -> draft.scans = value);
  }

  /** Longest side, pixels of one frame and bytes of a result. */
  public VipsLimits withResult(int longestSide, long framePixels, int bytes) {
    return with(draft -> {
      draft.side = longestSide;
      draft.resultPixels = framePixels;
      draft.resultBytes = bytes;
    });
  }

  public VipsLimits withTime(Duration value) {
    return with(draft -> draft.time = value);
  }

  /**
   * Reads no others than these content types, such as {@code "image/jpeg"}.
   *
   * @throws IllegalArgumentException if there is none, or one that is never read
   */
  public VipsLimits withSources(String... contentTypes) {
    return with(draft -> draft.sources = Set.of(contentTypes));
  }

  private VipsLimits with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.limits();
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, but was " + value);
    }
  }

  /** The limits while one of them is changed. */
  private static final class Draft {
    private long sourceBytes;
    private long pixels;
    private int sourceSide;
    private long totalPixels;
    private int frames;
    private final int bands;
    private int scans;
    private int side;
    private long resultPixels;
    private int resultBytes;
    private Duration time;
    private Set<String> sources;

    Draft(VipsLimits from) {
      sourceBytes = from.sourceBytes;
      pixels = from.pixels;
      sourceSide = from.sourceSide;
      totalPixels = from.totalPixels;
      frames = from.frames;
      bands = from.bands;
      scans = from.scans;
      side = from.side;
      resultPixels = from.resultPixels;
      resultBytes = from.resultBytes;
      time = from.time;
      sources = from.sources;
    }

    VipsLimits limits() {
      return new VipsLimits(
          sourceBytes,
          pixels,
          sourceSide,
          totalPixels,
          frames,
          bands,
          scans,
          side,
          resultPixels,
          resultBytes,
          time,
          sources);
    }
  }
}
