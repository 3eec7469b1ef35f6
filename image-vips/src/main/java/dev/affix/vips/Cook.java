package dev.affix.vips;

import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Follows recipes: header, limits, decode and resize, colours, strip, write. */
final class Cook {
  /** Fields that say how an animation plays, and how libvips reads it; all others go. */
  private static final Set<String> KEPT =
      Set.of("page-height", "n-pages", "delay", "loop", "background", "vips-sequential");

  private final Engine engine;
  private final VipsLimits limits;

  Cook(Engine engine, VipsLimits limits) {
    this.engine = engine;
    this.limits = limits;
  }

  ImageProperties analyze(ImageSource source, Job job) {
    try (Picture picture = Picture.open(engine, source, limits, job)) {
      return picture.header().properties();
    }
  }

  TransformedImage transform(ImageSource source, Variation variation, Job job) {
    try (Picture picture = Picture.open(engine, source, limits, job)) {
      Header header = picture.header();
      Output output = Output.of(variation.outputFor(picture.format().contentType));
      int frames = picture.format().animates && output.animates ? header.frames() : 1;
      header.check(limits, frames);
      Resize resize = Resize.of(variation, header);
      resize.check(limits, header, frames);
      try (var scope = new VipsScope(engine.vips)) {
        MemorySegment image =
            frames > 1
                ? frames(scope, picture, resize, frames, job)
                : still(scope, picture, resize);
        return write(scope, image, output, variation.quality().orElse(0), frames, job);
      } catch (VipsFailure e) {
        job.check();
        throw picture.refusal(e);
      } finally {
        picture.checkSource();
      }
    }
  }

  private MemorySegment still(VipsScope scope, Picture picture, Resize resize) {
    boolean jpeg = picture.format() == SourceFormat.JPEG;
    int shrink = jpeg ? resize.shrinkOnLoad(picture.header()) : 1;
    var colours = new Colours(scope);
    MemorySegment opened = picture.open(scope, 1, shrink);
    return frame(scope, resize, colours.withUsableProfile(opened));
  }

  /**
   * Each frame for itself, top to bottom: resized as one strip, they would bleed into each other,
   * and a crop would cut the strip. Only the small frames are held.
   */
  private MemorySegment frames(
      VipsScope scope, Picture picture, Resize resize, int count, Job job) {
    Header header = picture.header();
    MemorySegment opened = picture.open(scope, count, 1);
    MemorySegment strip = new Colours(scope).withUsableProfile(opened);
    List<MemorySegment> small = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      job.check();
      try (var one = new VipsScope(engine.vips)) {
        MemorySegment cut =
            one.operation("extract_area")
                .image("input", strip)
                .set("left", 0)
                .set("top", i * header.height())
                .set("width", header.width())
                .set("height", header.height())
                .run();
        MemorySegment frame = one.copy(cut);
        engine.vips.images.setInt(frame, "page-height", header.height());
        MemorySegment computed = engine.vips.images.copyMemory(frame(one, resize, frame));
        if (computed.equals(MemorySegment.NULL)) {
          throw new VipsFailure("frame " + i, engine.vips.takeError());
        }
        small.add(scope.own(computed));
      }
    }
    return scope
        .operation("arrayjoin")
        .images("in", small.toArray(MemorySegment[]::new))
        .set("across", 1)
        .run();
  }

  private MemorySegment frame(VipsScope scope, Resize resize, MemorySegment image) {
    var colours = new Colours(scope);
    MemorySegment inked = colours.withoutInks(image);
    boolean hasProfile = inked.equals(image) && engine.vips.images.has(image, Images.PROFILE);
    return colours.standard(resize.apply(scope, inked, hasProfile));
  }

  private TransformedImage write(
      VipsScope scope, MemorySegment image, Output output, int quality, int frames, Job job) {
    Images images = engine.vips.images;
    MemorySegment opaque = output == Output.JPEG ? new Colours(scope).onWhite(image) : image;
    MemorySegment bare = scope.copy(opaque);
    for (String field : images.fields(bare, engine.vips.gobjects)) {
      if (frames == 1 || !KEPT.contains(field)) {
        images.remove(bare, field);
      }
    }
    int height = images.height(bare) / frames;
    if (frames > 1) {
      images.setInt(bare, "page-height", height);
      images.setInt(bare, "n-pages", frames);
    }
    var result = new ResultBuffer(limits.resultBytes());
    MemorySegment target = scope.own(engine.vips.newTarget());
    long connection = engine.upcalls.connectWriter(engine.vips, target, result);
    job.evaluating(bare);
    try {
      output.save(scope, bare, target, quality);
    } catch (VipsFailure e) {
      result.check();
      throw e;
    } finally {
      job.evaluating(null);
      engine.upcalls.forget(connection);
    }
    result.check();
    return new TransformedImage(result.toBytes(), output.format, images.width(bare), height);
  }
}
