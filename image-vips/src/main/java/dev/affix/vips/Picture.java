package dev.affix.vips;

import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import java.lang.foreign.MemorySegment;

/** A source that was opened and whose header was read. */
final class Picture implements AutoCloseable {
  private final PictureInput input;
  private final VipsScope scope;
  private final Upcalls upcalls;
  private final MemorySegment source;
  private final long connection;
  private final Header header;

  private Picture(PictureInput input, Engine engine, VipsLimits limits) {
    this.input = input;
    this.upcalls = engine.upcalls;
    this.scope = new VipsScope(engine.vips);
    this.source = scope.own(engine.vips.newSource());
    this.connection = upcalls.connectReader(engine.vips, source, input);
    try (var probe = new VipsScope(engine.vips)) {
      if (input.format() == SourceFormat.TIFF) {
        TiffDirectories.check(engine.vips, source, input.head(), limits.sourceBytes());
      }
      header = Header.of(engine.vips.images, open(probe, Pages.FIRST, 1));
    } catch (VipsFailure e) {
      close();
      throw refusal(e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  static Picture open(Engine engine, ImageSource bytes, VipsLimits limits, Job job) {
    PictureInput input = PictureInput.open(bytes, limits);
    job.reading(input);
    SourceFormat format = input.format();
    if (!limits.sources().contains(format.contentType)) {
      input.close();
      throw new InvalidImageException(
          "%s pictures are not read here, only %s (sources)"
              .formatted(format.contentType, limits.sources()));
    }
    if (!engine.loads.contains(format)) {
      input.close();
      throw new InvalidImageException(
          "%s pictures are not read with libvips %s"
              .formatted(format.contentType, engine.vips.version()));
    }
    return new Picture(input, engine, limits);
  }

  SourceFormat format() {
    return input.format();
  }

  /** What viewers see, without a pixel decoded. */
  ImageProperties properties() {
    Area canvas = format().canvas(input.head());
    return new ImageProperties(
        Math.max(canvas.width(), header.uprightWidth()),
        Math.max(canvas.height(), header.uprightHeight()),
        header.frames(),
        header.hasAlpha());
  }

  Header header() {
    return header;
  }

  /** The header of another page: in some formats each has a size of its own. */
  Header header(Pages pages) {
    if (pages.first() == 0) {
      return header;
    }
    try (var probe = new VipsScope(scope.vips)) {
      return Header.of(scope.vips.images, open(probe, pages, 1));
    } catch (VipsFailure e) {
      throw refusal(e);
    }
  }

  /**
   * The picture as a strip of some frames, to be read from top to bottom once. Opening it again
   * ends what was opened before.
   */
  MemorySegment open(VipsScope owner, Pages pages, int shrink) {
    SourceFormat format = input.format();
    Operation load =
        owner
            .operation(format.loader)
            .source(source)
            .set("access", "sequential")
            // Half a picture is not a picture; a truncated file is refused.
            .set("fail-on", "error");
    if (pages.count() > 1) {
      load.set("n", pages.count());
    }
    if (pages.first() > 0 || format == SourceFormat.TIFF) {
      load.set("page", pages.first());
    }
    if (shrink > 1) {
      load.set("shrink", shrink);
    }
    MemorySegment image = load.run();
    String loader = scope.vips.images.text(image, "vips-loader");
    if (!format.loader.startsWith(loader)) {
      throw new InvalidImageException(
          "The picture looks like %s, but was opened by %s".formatted(format.contentType, loader));
    }
    return image;
  }

  /** Why the picture was refused: what Java knows, else what libvips said. */
  RuntimeException refusal(VipsFailure failure) {
    input.check();
    return new InvalidImageException(
        "The picture (%s) is broken or of a kind that cannot be decoded"
            .formatted(input.format().contentType),
        failure);
  }

  /** Throws if the source failed, though libvips made something of it. */
  void checkSource() {
    input.check();
  }

  @Override
  public void close() {
    scope.close();
    upcalls.forget(connection);
    input.close();
  }
}
