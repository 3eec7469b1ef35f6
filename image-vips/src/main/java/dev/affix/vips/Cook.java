package dev.affix.vips;

import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.Placeholder;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/** Follows recipes: header, limits, decode and resize, colours, strip, write. */
final class Cook {
  /** Fields that say how an animation plays, and how libvips reads it; all others go. */
  private static final Set<String> KEPT =
      Set.of("page-height", "n-pages", "delay", "loop", "background", "vips-sequential");

  /** Bytes of one line of each frame together; about 400 lines of each are held. */
  private static final long LINES_HELD = 150_000;

  private static final Variation SMALL =
      Variation.of(
          Variation.resizeToLimit(Placeholder.MAX_SIDE, Placeholder.MAX_SIDE), Variation.still());

  private final Engine engine;
  private final VipsLimits limits;

  Cook(Engine engine, VipsLimits limits) {
    this.engine = engine;
    this.limits = limits;
  }

  ImageProperties analyze(ImageSource source, Job job) {
    try (Picture picture = Picture.open(engine, source, limits, job)) {
      return picture.properties();
    }
  }

  /** A small variant, kept as pixels: through the same limits as any other. */
  Placeholder placeholder(ImageSource source, Job job) {
    try (Picture picture = Picture.open(engine, source, limits, job)) {
      picture.header().check(limits, 1);
      Placing placing = Placing.of(SMALL, picture.header());
      var dish = new Dish(SMALL, Output.PNG, Pages.FIRST, placing, new Resizing(placing));
      try (var scope = new VipsScope(engine.vips)) {
        MemorySegment small = new Colours(scope).rgba(still(scope, picture, dish));
        job.evaluating(small);
        try {
          MemorySegment computed = scope.compute(small);
          return Placeholder.of(
              engine.vips.images.width(computed),
              engine.vips.images.height(computed),
              engine.vips.images.pixels(computed));
        } finally {
          job.evaluating(null);
        }
      } catch (VipsFailure e) {
        job.check();
        throw picture.refusal(e);
      } finally {
        picture.checkSource();
      }
    }
  }

  TransformedImage transform(ImageSource source, Variation variation, Job job) {
    try (Picture picture = Picture.open(engine, source, limits, job)) {
      Output output = Output.of(variation.outputFor(picture.format().contentType));
      Pages pages =
          Pages.of(variation, picture.header(), picture.format().animates && output.animates);
      Header header = picture.header(pages);
      header.check(limits, pages.count());
      Placing placing = Placing.of(variation, header);
      placing.check(limits, pages.count());
      var dish = new Dish(variation, output, pages, placing, new Resizing(placing));
      try (var scope = new VipsScope(engine.vips)) {
        MemorySegment image =
            pages.count() > 1 ? frames(scope, picture, dish, job) : still(scope, picture, dish);
        return write(scope, image, dish, job);
      } catch (VipsFailure e) {
        job.check();
        throw picture.refusal(e);
      } finally {
        picture.checkSource();
      }
    }
  }

  /** A recipe, brought together with the picture it is for. */
  private record Dish(
      Variation variation, Output output, Pages pages, Placing placing, Resizing resizing) {}

  private MemorySegment still(VipsScope scope, Picture picture, Dish dish) {
    boolean jpeg = picture.format() == SourceFormat.JPEG;
    int shrink = jpeg ? dish.placing().shrinkOnLoad() : 1;
    MemorySegment opened = picture.open(scope, dish.pages(), shrink);
    MemorySegment image = new Colours(scope).withUsableProfile(opened);
    Area area = dish.placing().area();
    return frame(scope, dish, dish.placing().whole() ? image : Resizing.cut(scope, image, area));
  }

  /**
   * Each frame for itself, top to bottom: resized as one strip, they would bleed into each other,
   * and a crop would cut the strip. A small animation is computed while it is written: one thread
   * resizes the next frame while another packs the last. libvips keeps some lines of every frame
   * then, so that of a large one the finished frames are held instead.
   */
  private MemorySegment frames(VipsScope scope, Picture picture, Dish dish, Job job) {
    Header header = picture.header();
    int count = dish.pages().count();
    MemorySegment opened = picture.open(scope, dish.pages(), 1);
    MemorySegment strip = new Colours(scope).withUsableProfile(opened);
    boolean whileWritten = (long) count * header.width() * header.bands() <= LINES_HELD;
    if (whileWritten && Strip.suits(engine.vips.images, strip, header, dish.placing())) {
      MemorySegment small = Strip.smaller(scope, strip, dish.placing(), header.height(), count);
      return finished(scope, small, dish);
    }
    MemorySegment[] small = new MemorySegment[count];
    for (int i = 0; i < count; i++) {
      job.check();
      int top = i * header.height();
      if (whileWritten) {
        small[i] = frameAt(scope, strip, top, dish);
      } else {
        try (var one = new VipsScope(engine.vips)) {
          small[i] = scope.compute(frameAt(one, strip, top, dish));
        }
      }
    }
    return joined(scope, small);
  }

  /**
   * What comes after the resize: to the strip at once if frames cannot get into each other by it.
   */
  private MemorySegment finished(VipsScope scope, MemorySegment strip, Dish dish) {
    boolean together = Effects.lookAtPixelsAlone(dish.variation()) && !dish.resizing().pads();
    if (together) {
      return finish(scope, strip, dish);
    }
    Images images = engine.vips.images;
    int count = dish.pages().count();
    var area = Area.whole(images.width(strip), images.height(strip) / count);
    MemorySegment[] frames = new MemorySegment[count];
    for (int i = 0; i < count; i++) {
      MemorySegment frame = Resizing.cut(scope, strip, area.lower(i * area.height()));
      frames[i] = finish(scope, frame, dish);
    }
    return joined(scope, frames);
  }

  private static MemorySegment joined(VipsScope scope, MemorySegment... frames) {
    return scope.operation("arrayjoin").images("in", frames).set("across", 1).run();
  }

  private MemorySegment frameAt(VipsScope scope, MemorySegment strip, int top, Dish dish) {
    Area area = dish.placing().area();
    MemorySegment frame = scope.copy(Resizing.cut(scope, strip, area.lower(top)));
    engine.vips.images.setInt(frame, "page-height", area.height());
    return frame(scope, dish, frame);
  }

  private MemorySegment frame(VipsScope scope, Dish dish, MemorySegment image) {
    var colours = new Colours(scope);
    MemorySegment inked = colours.withoutInks(image);
    boolean hasProfile = inked.equals(image) && engine.vips.images.has(image, Images.PROFILE);
    boolean animated = dish.pages().count() > 1;
    MemorySegment sized = dish.resizing().apply(scope, inked, hasProfile, animated);
    return finish(scope, colours.standard(sized), dish);
  }

  private static MemorySegment finish(VipsScope scope, MemorySegment sized, Dish dish) {
    var effects = new Effects(scope, dish.variation());
    MemorySegment padded = dish.resizing().padded(scope, sized);
    return effects.onBackground(effects.apply(padded), dish.output());
  }

  private TransformedImage write(VipsScope scope, MemorySegment image, Dish dish, Job job) {
    Images images = engine.vips.images;
    int frames = dish.pages().count();
    MemorySegment bare = scope.copy(image);
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
      dish.output().save(scope, bare, target, dish.variation());
    } catch (VipsFailure e) {
      result.check();
      throw e;
    } finally {
      job.evaluating(null);
      engine.upcalls.forget(connection);
    }
    result.check();
    return new TransformedImage(result.toBytes(), dish.output().format, images.width(bare), height);
  }
}
