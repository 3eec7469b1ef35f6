package dev.affix.image;

import java.io.IOException;
import java.io.InputStream;

/** Where a processor gets the bytes from; may be opened several times, each time from the start. */
@FunctionalInterface
public interface ImageSource {
  /** Opens the picture. The processor closes the stream. */
  InputStream open() throws IOException;
}
