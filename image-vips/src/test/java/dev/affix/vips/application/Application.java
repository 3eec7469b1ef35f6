package dev.affix.vips.application;

import dev.affix.image.ImageSource;
import dev.affix.image.Variation;
import dev.affix.vips.IsolatedVips;
import dev.affix.vips.VipsImageProcessor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Makes a variant in an image process, tells about both, then waits for a line. */
public final class Application {
  private Application() {}

  /**
   * Runs until a line comes, or it is killed.
   *
   * @param arguments the picture's file
   */
  public static void main(String[] arguments) throws IOException {
    byte[] picture = Files.readAllBytes(Path.of(arguments[0]));
    ImageSource source = () -> new ByteArrayInputStream(picture);
    try (IsolatedVips vips = VipsImageProcessor.isolated().processes(1).build()) {
      byte[] made = vips.transform(source, Variation.of(Variation.resizeToLimit(20, 20))).bytes();
      System.out.println(Application.class.getModule().isNamed());
      System.out.println(VipsImageProcessor.class.getModule().isNamed());
      System.out.println(Base64.getEncoder().encodeToString(made));
      ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
      System.out.println("waiting");
      int ignored = System.in.read();
    }
  }
}
