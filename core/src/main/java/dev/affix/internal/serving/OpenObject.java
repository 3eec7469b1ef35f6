package dev.affix.internal.serving;

import dev.affix.storage.ObjectReader;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * An object with its first bytes in hand, so that an answer begins only when there is something to
 * send. What is small is in hand whole, and holds on to nothing.
 *
 * @param object the whole object
 * @param content the part asked for
 * @param length of the part
 * @param release closes the reader and gives its place back; may run more than once
 */
record OpenObject(StoredObject object, InputStream content, long length, Runnable release) {
  /** Up to here a file does not wait for its client. */
  static final int IN_HAND_BYTES = 64 * 1024;

  /**
   * Reads the first bytes; afterwards {@code release} has run if they were all, and also if this
   * throws.
   */
  static OpenObject of(ObjectReader reader, long length, Runnable release) {
    boolean keep = false;
    try {
      int wanted = (int) Math.min(length, IN_HAND_BYTES);
      byte[] first = reader.body().readNBytes(wanted);
      if (first.length < wanted) {
        throw new StorageException(
            "Object \""
                + reader.object().key()
                + "\" ended after "
                + first.length
                + " bytes of at least "
                + wanted);
      }
      keep = length > wanted;
      var content = new ByteArrayInputStream(first);
      return new OpenObject(
          reader.object(),
          keep ? new SequenceInputStream(content, reader.body()) : content,
          length,
          release);
    } catch (IOException e) {
      throw new StorageUnavailableException(
          "Reading object \"" + reader.object().key() + "\" failed", e);
    } finally {
      if (!keep) {
        release.run();
      }
    }
  }
}
