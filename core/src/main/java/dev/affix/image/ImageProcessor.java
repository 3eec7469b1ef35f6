package dev.affix.image;

/**
 * Turns one picture into another. Implementations are safe for use by many threads, virtual ones
 * too, treat every source as hostile, and check limits before they decode.
 */
public interface ImageProcessor extends AutoCloseable {

  /**
   * Applies the recipe and returns the whole result, which the processor's own limits bound.
   *
   * @throws InvalidImageException if this source can never be transformed: not a picture, broken,
   *     forbidden type, beyond a limit
   * @throws ImageProcessingException if it failed for a reason that may pass: overload, a source
   *     that is slow or cannot be read
   * @throws ImageCrashException if the work took too long by itself, or killed the processor
   */
  TransformedImage transform(ImageSource source, Variation variation);

  /**
   * Reads what the header tells, without decoding pixels.
   *
   * @throws InvalidImageException as for {@link #transform}
   * @throws ImageProcessingException as for {@link #transform}
   * @throws ImageCrashException as for {@link #transform}
   */
  ImageProperties analyze(ImageSource source);

  /**
   * Shrinks the first frame, upright and in sRGB, as a variant would be, and makes a placeholder of
   * it by {@link Placeholder#of}.
   *
   * @throws InvalidImageException as for {@link #transform}
   * @throws ImageProcessingException as for {@link #transform}
   * @throws ImageCrashException as for {@link #transform}
   */
  Placeholder placeholder(ImageSource source);

  /**
   * Names the engine and every setting that changes the bytes it makes; failures are remembered
   * until it changes. At most 40 characters.
   */
  String revision();

  /** Frees threads and native memory. Calls after it fail. */
  @Override
  void close();
}
