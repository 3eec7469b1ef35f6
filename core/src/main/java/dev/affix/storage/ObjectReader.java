package dev.affix.storage;

import java.io.InputStream;

/**
 * An open object: what it is, and its bytes. Who opened it closes it, which closes the stream and
 * frees whatever stands behind it, also when not everything was read.
 */
public final class ObjectReader implements AutoCloseable {
  private final StoredObject object;
  private final InputStream body;

  /**
   * @param object the whole object, also when {@code body} is only a part of it
   * @param body the bytes of the range asked for
   */
  public ObjectReader(StoredObject object, InputStream body) {
    this.object = object;
    this.body = body;
  }

  /** The whole object, whatever the range. */
  public StoredObject object() {
    return object;
  }

  /**
   * The bytes of the range asked for; a failure while reading is an {@link java.io.IOException}.
   */
  public InputStream body() {
    return body;
  }

  /** Closes the stream; never throws, since a reader has nothing to lose. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (java.io.IOException e) {
      org.slf4j.LoggerFactory.getLogger(ObjectReader.class)
          .debug("Closing the reader of {} failed", object.key(), e);
    }
  }
}
