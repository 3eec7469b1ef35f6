package dev.affix.benchmarks;

import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.disk.DiskService;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.database.TestDatabase;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Stages and attaches a gigabyte from a stream, reads it back, and compares. */
final class LargeUpload {
  private static final long GIGABYTE = 1L << 30;

  private LargeUpload() {}

  public static void main(String[] arguments) throws Exception {
    DiskService disk = DiskService.at(Path.of(arguments[0]));
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    try (TestDatabase database = TestDatabase.h2();
        Unit unit = Unit.open(database.dataSource(), disk, builder -> builder)) {
      long owner = unit.owners(1)[0];
      StagedBlob staged =
          unit.affix()
              .stage(Upload.of(new DigestInputStream(new Generated(GIGABYTE), sent), "large.bin"));
      unit.factory().runInTransaction(em -> em.find(Pseud.class, owner).icon().attach(staged));
      var file =
          unit.factory().callInTransaction(em -> em.find(Pseud.class, owner).icon().blob().file());
      String sum = HexFormat.of().formatHex(sent.digest());
      String readBack = sumOf(disk.open(StorageKey.of(file.storageKey())).body());
      boolean same =
          sum.equals(file.sha256())
              && sum.equals(readBack)
              && Long.valueOf(GIGABYTE).equals(file.byteSize());
      System.out.printf(
          "attached %d bytes, read back %s%n", file.byteSize(), same ? "the same" : "other bytes");
    }
  }

  private static String sumOf(InputStream body) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = body) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Noise of that length, made as it is read. */
  private static final class Generated extends InputStream {
    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[] chunk = new byte[1 << 16];
    private int used = chunk.length;
    private long left;

    Generated(long length) {
      left = length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      if (used == chunk.length) {
        random.nextBytes(chunk);
        used = 0;
      }
      int count = (int) Math.min(left, Math.min(length, chunk.length - used));
      System.arraycopy(chunk, used, target, offset, count);
      used += count;
      left -= count;
      return count;
    }
  }
}
