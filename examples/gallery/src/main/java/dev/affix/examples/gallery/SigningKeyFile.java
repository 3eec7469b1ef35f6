package dev.affix.examples.gallery;

import dev.affix.serving.SigningKeys;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The key that URLs are signed with, made at the first start; only its owner may read it. */
final class SigningKeyFile {
  private SigningKeyFile() {}

  static SigningKeys in(Path home) throws IOException {
    Path file = home.resolve("signing.key");
    if (Files.notExists(file)) {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      Path whole = Files.createTempFile(home, "signing", ".tmp", ownerOnly());
      Files.writeString(whole, Base64.getEncoder().encodeToString(key) + "\n");
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return SigningKeys.of(Files.readString(file));
  }

  private static FileAttribute<?>[] ownerOnly() {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }
}
