package dev.affix.benchmarks.scenarios;

import dev.affix.image.ImageFormat;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import net.coobird.thumbnailator.Thumbnails;

/**
 * Another way to make the same variant, where it is present and able. Closed by who asked for it.
 */
sealed interface VariantPeer extends AutoCloseable
    permits VariantPeer.Thumbnailator,
        VariantPeer.PlainImageIo,
        VariantPeer.Vipsthumbnail,
        SharpLoop {
  String suffix();

  boolean can(VariantCase variant);

  void make(VariantCase variant, Path target) throws Exception;

  /** Those that are present on this machine. */
  static List<VariantPeer> present() throws Exception {
    List<VariantPeer> peers = new ArrayList<>();
    Vipsthumbnail.find().ifPresent(peers::add);
    peers.add(new Thumbnailator());
    peers.add(new PlainImageIo());
    SharpLoop.find().ifPresent(peers::add);
    return peers;
  }

  /** Thumbnailator, in this JVM. */
  record Thumbnailator() implements VariantPeer {
    @Override
    public String suffix() {
      return "thumbnailator";
    }

    @Override
    public boolean can(VariantCase variant) {
      return isJavaFormat(variant);
    }

    @Override
    public void make(VariantCase variant, Path target) throws IOException {
      Thumbnails.of(variant.file().toFile())
          .size(variant.box(), variant.box())
          .outputQuality(0.8)
          .toFile(target.toFile());
    }
  }

  /** What the JDK has: decode all, draw smaller, encode. */
  record PlainImageIo() implements VariantPeer {
    @Override
    public String suffix() {
      return "imageio";
    }

    @Override
    public boolean can(VariantCase variant) {
      return isJavaFormat(variant);
    }

    @Override
    public void make(VariantCase variant, Path target) throws IOException {
      BufferedImage image = ImageIO.read(variant.file().toFile());
      double scale =
          Math.min(1, (double) variant.box() / Math.max(image.getWidth(), image.getHeight()));
      int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
      int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
      var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = small.createGraphics();
      pen.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      pen.drawImage(image, 0, 0, width, height, null);
      pen.dispose();
      if (!ImageIO.write(small, variant.format().extension(), target.toFile())) {
        throw new IOException("ImageIO writes no " + variant.format());
      }
    }
  }

  /** libvips' own program, a process a picture. */
  record Vipsthumbnail() implements VariantPeer {
    static Optional<VariantPeer> find() throws InterruptedException {
      try {
        return run(List.of("vipsthumbnail", "--version")) == 0
            ? Optional.of(new Vipsthumbnail())
            : Optional.empty();
      } catch (IOException notThere) {
        return Optional.empty();
      }
    }

    @Override
    public String suffix() {
      return "vipsthumbnail";
    }

    @Override
    public boolean can(VariantCase variant) {
      return true;
    }

    @Override
    public void make(VariantCase variant, Path target) throws Exception {
      List<String> command =
          List.of(
              "vipsthumbnail",
              variant.file() + (variant.frames() ? "[n=-1]" : ""),
              "--size",
              variant.box() + "x" + variant.box() + ">",
              "-o",
              target + options(variant.format()));
      if (run(command) != 0) {
        throw new IOException("vipsthumbnail failed on " + variant.file());
      }
    }

    private static String options(ImageFormat format) {
      return switch (format) {
        case JPEG, WEBP -> "[Q=80,strip]";
        case PNG, GIF, AVIF -> "[strip]";
      };
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
      return new ProcessBuilder(command)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  private static boolean isJavaFormat(VariantCase variant) {
    return !variant.frames() && variant.format() != ImageFormat.WEBP;
  }

  /** Makes one and checks that something came of it. */
  default void checked(VariantCase variant, Path target) throws Exception {
    Files.deleteIfExists(target);
    make(variant, target);
    if (Files.size(target) == 0) {
      throw new IOException(suffix() + " made nothing of " + variant.file());
    }
  }

  @Override
  default void close() throws IOException {}
}
