package dev.affix.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.RangeNotSatisfiableException;
import dev.affix.storage.StorageKey;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** One caller reads, whole objects and parts, and deletes. */
abstract class ReadCases extends PutCases {

  @Test
  public final void givesSingleBytes() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(1000);
    put(key, content);
    assertRange(content.bytes(0, 1), key, ByteRange.of(0, 0));
    assertRange(content.bytes(500, 501), key, ByteRange.of(500, 500));
    assertRange(content.bytes(999, 1000), key, ByteRange.of(999, 999));
  }

  @Test
  public final void givesAPartFromTheMiddle() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(300_000);
    put(key, content);
    assertRange(content.bytes(70_000, 200_001), key, ByteRange.of(70_000, 200_000));
  }

  @Test
  public final void givesTheRestFromAnOffset() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(1000);
    put(key, content);
    assertRange(content.bytes(), key, ByteRange.from(0));
    assertRange(content.bytes(10, 1000), key, ByteRange.from(10));
  }

  @Test
  public final void givesTheLastBytesCountedByHead() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(1000);
    put(key, content);
    long size = service().head(key).orElseThrow().byteSize();
    assertRange(content.bytes(950, 1000), key, ByteRange.from(size - 50));
  }

  @Test
  public final void cutsARangeAtTheEnd() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(1000);
    put(key, content);
    assertRange(content.bytes(990, 1000), key, ByteRange.of(990, 5000));
    assertRange(content.bytes(), key, ByteRange.of(0, Long.MAX_VALUE));
  }

  @Test
  public final void refusesARangeBeyondTheEnd() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(1000));
    for (ByteRange range : new ByteRange[] {ByteRange.from(1000), ByteRange.of(1000, 1001)}) {
      RangeNotSatisfiableException refused =
          assertThrows(
              RangeNotSatisfiableException.class, () -> service().open(key, range).close());
      assertEquals(1000, refused.byteSize());
    }
  }

  @Test
  public final void refusesAnyBytesOfAnEmptyObject() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(0));
    assertRange(new byte[0], key, ByteRange.ALL);
    for (ByteRange range : new ByteRange[] {ByteRange.of(0, 0), ByteRange.from(1)}) {
      RangeNotSatisfiableException refused =
          assertThrows(
              RangeNotSatisfiableException.class, () -> service().open(key, range).close());
      assertEquals(0, refused.byteSize());
    }
  }

  @Test
  public final void readerOfAPartDescribesTheWholeObject() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(1000);
    put(key, content);
    try (ObjectReader reader = service().open(key, ByteRange.of(5, 9))) {
      assertSays(key, content, reader.object());
    }
  }

  @Test
  public final void readerStaysAtTheEnd() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(100));
    try (ObjectReader reader = service().open(key, ByteRange.of(10, 19))) {
      assertEquals(10, reader.body().readAllBytes().length);
      assertEquals(-1, reader.body().read());
      assertEquals(-1, reader.body().read(new byte[10]));
    }
  }

  @Test
  public final void readerSkips() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(100_000);
    put(key, content);
    try (ObjectReader reader = service().open(key, ByteRange.of(10, 90_000))) {
      reader.body().skipNBytes(80_000);
      assertArrayEquals(content.bytes(80_010, 90_001), reader.body().readAllBytes());
    }
  }

  @Test
  public final void twoReadersDoNotDisturbEachOther() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(200_000);
    put(key, content);
    try (ObjectReader one = service().open(key);
        ObjectReader two = service().open(key)) {
      assertArrayEquals(content.bytes(0, 150_000), one.body().readNBytes(150_000));
      assertTrue(content.isAllOf(two.body()));
      assertArrayEquals(content.bytes(150_000, 200_000), one.body().readAllBytes());
    }
  }

  @Test
  public final void readersMayBeClosedEarly() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(300_000);
    put(key, content);
    // More than a usual connection pool or a small descriptor limit would bear if one leaked.
    for (int i = 0; i < 300; i++) {
      try (ObjectReader reader = service().open(key)) {
        assertEquals(content.at(0), (byte) reader.body().read());
      }
    }
    assertHolds(key, content);
  }

  @Test
  public final void readerMayBeClosedTwice() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(100));
    ObjectReader reader = service().open(key);
    reader.close();
    reader.close();
    assertHoldsSomething(key);
  }

  @Test
  public final void absentObjectIsNotFound() {
    StorageKey key = newKey();
    assertAbsent(key);
    assertThrows(
        ObjectNotFoundException.class, () -> service().open(key, ByteRange.from(5)).close());
  }

  @Test
  public final void deletedObjectIsGone() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(100));
    service().delete(key);
    assertAbsent(key);
  }

  @Test
  public final void deletingMayBeRepeated() throws IOException {
    StorageKey key = newKey();
    service().delete(key);
    put(key, Content.of(100));
    service().delete(key);
    service().delete(key);
    assertAbsent(key);
  }

  @Test
  public final void deletedKeyCanBeUsedAgain() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(100));
    service().delete(key);
    Content content = Content.of(70);
    put(key, content);
    assertHolds(key, content);
  }

  @Test
  public final void deletingNeverCutsAReaderShortUnnoticed() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(1 << 20);
    put(key, content);
    try (ObjectReader reader = service().open(key)) {
      byte[] start = reader.body().readNBytes(1000);
      service().delete(key);
      byte[] rest = readOrNothing(reader, content);
      assertArrayEquals(content.bytes(0, 1000), start);
      assertArrayEquals(content.bytes(1000, content.length()), rest);
    }
  }

  private void assertHoldsSomething(StorageKey key) {
    assertTrue(service().head(key).isPresent());
  }

  /** A failure is an honest answer, too; only bytes that end too early are not. */
  private static byte[] readOrNothing(ObjectReader reader, Content content) {
    try {
      return reader.body().readAllBytes();
    } catch (IOException failed) {
      return content.bytes(1000, content.length());
    }
  }
}
