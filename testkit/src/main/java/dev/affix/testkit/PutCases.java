package dev.affix.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** One caller puts: what is kept, what is refused, and that a refusal leaves no trace. */
abstract class PutCases extends ContractCase {
  private static final String ZEROS = "0".repeat(64);

  @Test
  public final void keepsWhatItWasGiven() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(10_000);
    assertSays(key, content, put(key, content));
    assertHolds(key, content);
  }

  @Test
  public final void keepsAnEmptyObject() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(0));
    assertHolds(key, new Content(0, 0));
  }

  @Test
  public final void keepsAnEmptyObjectOfUnknownLength() throws IOException {
    StorageKey key = newKey();
    StoredObject stored = service().put(request(key), InputStream.nullInputStream());
    assertEquals(0, stored.byteSize());
    assertHolds(key, new Content(0, 0));
  }

  @Test
  public final void takesABodyOfUnknownLength() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(200_001);
    assertSays(key, content, service().put(request(key), content.open()));
    assertHolds(key, content);
  }

  @Test
  public final void takesABodyThatComesInPieces() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(30_011);
    service().put(request(key).withLength(content.length()), content.openInPiecesOf(7));
    assertHolds(key, content);
  }

  @Test
  public final void takesALargeBodyOfUnknownLength() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(64L << 20);
    assertSays(key, content, service().put(request(key), content.open()));
    assertHolds(key, content);
  }

  @Test
  public final void takesALargeBodyOfKnownLengthAndChecksums() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of((20L << 20) + 1);
    service()
        .put(
            request(key).withLength(content.length()).withChecksums(content.checksums()),
            content.open());
    assertHolds(key, content);
  }

  @Test
  public final void leavesTheBodyOpen() throws IOException {
    Body body = Content.of(1000).open();
    service().put(request(newKey()).withLength(1000), body);
    assertFalse(body.isClosed(), "put closed a body that belongs to the caller");
  }

  @Test
  public final void takesEveryRightChecksum() throws IOException {
    Content content = Content.of(5000);
    Checksums right = content.checksums();
    for (Checksums one :
        new Checksums[] {
          new Checksums(right.md5(), null, null),
          new Checksums(null, right.sha256(), null),
          new Checksums(null, null, right.crc32c()),
          right
        }) {
      StorageKey key = newKey();
      service().put(request(key).withChecksums(one), content.open());
      assertHolds(key, content);
    }
  }

  @Test
  public final void wrongMd5LeavesNothing() {
    assertRefused(new Checksums(ZEROS.substring(32), null, null));
  }

  @Test
  public final void wrongSha256LeavesNothing() {
    assertRefused(new Checksums(null, ZEROS, null));
  }

  @Test
  public final void wrongCrc32cLeavesNothing() {
    assertRefused(new Checksums(null, null, ZEROS.substring(56)));
  }

  @Test
  public final void oneWrongChecksumBesideARightOneLeavesNothing() {
    StorageKey key = newKey();
    Content content = Content.of(3000);
    assertRefused(key, content, new Checksums(content.checksums().md5(), ZEROS, null));
  }

  @Test
  public final void bodyShorterThanExpectedLeavesNothing() {
    StorageKey key = newKey();
    PutRequest request = request(key).withLength(1001);
    assertThrows(IntegrityException.class, () -> service().put(request, Content.of(1000).open()));
    assertAbsent(key);
  }

  @Test
  public final void bodyLongerThanExpectedLeavesNothing() {
    StorageKey key = newKey();
    PutRequest request = request(key).withLength(999);
    assertThrows(IntegrityException.class, () -> service().put(request, Content.of(1000).open()));
    assertAbsent(key);
  }

  @Test
  public final void bodyWhereNothingWasExpectedLeavesNothing() {
    StorageKey key = newKey();
    PutRequest request = request(key).withLength(0);
    assertThrows(IntegrityException.class, () -> service().put(request, Content.of(1).open()));
    assertAbsent(key);
  }

  @Test
  public final void emptyBodyWhereSomethingWasExpectedLeavesNothing() {
    StorageKey key = newKey();
    PutRequest request = request(key).withLength(1);
    assertThrows(
        IntegrityException.class, () -> service().put(request, InputStream.nullInputStream()));
    assertAbsent(key);
  }

  @Test
  public final void failingBodyOfUnknownLengthLeavesNothing() {
    StorageKey key = newKey();
    var failure = new IOException("the body broke");
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> service().put(request(key), Content.of(1 << 20).openFailingAt(700_000, failure)));
    assertSame(failure, thrown, "the exception of the body should be passed on as it is");
    assertAbsent(key);
  }

  @Test
  public final void failingBodyOfKnownLengthLeavesNothing() {
    StorageKey key = newKey();
    var failure = new IOException("the body broke");
    PutRequest request = request(key).withLength(1 << 20);
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> service().put(request, Content.of(1 << 20).openFailingAt(0, failure)));
    assertSame(failure, thrown, "the exception of the body should be passed on as it is");
    assertAbsent(key);
  }

  @Test
  public final void keyOfARefusedPutIsFreeAgain() throws IOException {
    StorageKey key = newKey();
    assertRefused(key, Content.of(3000), new Checksums(null, ZEROS, null));
    Content content = Content.of(2000);
    put(key, content);
    assertHolds(key, content);
  }

  @Test
  public final void takenKeyIsRefusedAndKeepsItsBytes() throws IOException {
    StorageKey key = newKey();
    Content old = Content.of(4000);
    put(key, old);
    assertThrows(ObjectExistsException.class, () -> put(key, Content.of(4000)));
    assertHolds(key, old);
  }

  @Test
  public final void takenKeyIsRefusedForTheSameBytesToo() throws IOException {
    StorageKey key = newKey();
    Content old = Content.of(0);
    put(key, old);
    assertThrows(ObjectExistsException.class, () -> put(key, old));
    assertHolds(key, old);
  }

  @Test
  public final void replacingTakesTheNewBytes() throws IOException {
    StorageKey key = newKey();
    put(key, Content.of(4000));
    Content shorter = Content.of(50);
    assertSays(key, shorter, replace(key, shorter));
    assertHolds(key, shorter);
  }

  @Test
  public final void replacingAnAbsentKeyStores() throws IOException {
    StorageKey key = newKey();
    Content content = Content.of(500);
    replace(key, content);
    assertHolds(key, content);
  }

  @Test
  public final void wrongChecksumOnReplacingKeepsTheOld() throws IOException {
    StorageKey key = newKey();
    Content old = Content.of(4000);
    put(key, old);
    PutRequest request = request(key).replacing().withChecksums(new Checksums(null, ZEROS, null));
    assertThrows(IntegrityException.class, () -> service().put(request, Content.of(80).open()));
    assertHolds(key, old);
  }

  @Test
  public final void wrongLengthOnReplacingKeepsTheOld() throws IOException {
    StorageKey key = newKey();
    Content old = Content.of(4000);
    put(key, old);
    PutRequest request = request(key).replacing().withLength(81);
    assertThrows(IntegrityException.class, () -> service().put(request, Content.of(80).open()));
    assertHolds(key, old);
  }

  @Test
  public final void failingBodyOnReplacingKeepsTheOld() throws IOException {
    StorageKey key = newKey();
    Content old = Content.of(4000);
    put(key, old);
    var failure = new IOException("the body broke");
    assertThrows(
        IOException.class,
        () ->
            service()
                .put(
                    request(key).replacing(), Content.of(1 << 20).openFailingAt(500_000, failure)));
    assertHolds(key, old);
  }

  private void assertRefused(Checksums wrong) {
    assertRefused(newKey(), Content.of(3000), wrong);
  }

  private void assertRefused(StorageKey key, Content content, Checksums wrong) {
    PutRequest request = request(key).withLength(content.length()).withChecksums(wrong);
    assertThrows(IntegrityException.class, () -> service().put(request, content.open()));
    assertAbsent(key);
  }
}
