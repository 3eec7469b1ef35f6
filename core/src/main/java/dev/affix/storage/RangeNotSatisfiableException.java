package dev.affix.storage;

/** The range begins beyond the end of the object. */
public final class RangeNotSatisfiableException extends StorageException {
  private static final long serialVersionUID = 1L;

  private final long byteSize;

  public RangeNotSatisfiableException(StorageKey key, ByteRange range, long byteSize) {
    super("Object \"" + key + "\" has " + byteSize + " bytes, none from " + range.first() + " on");
    this.byteSize = byteSize;
  }

  /** Length of the object in bytes. */
  public long byteSize() {
    return byteSize;
  }
}
