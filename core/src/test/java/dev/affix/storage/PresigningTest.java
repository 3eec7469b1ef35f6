package dev.affix.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.storage.Presigning.PresignedPut;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresigningTest {

  @Test
  void permissionIsNotToldByItsText() {
    var put =
        new PresignedPut(
            URI.create("https://icons.example.org/path-token?X-Amz-Signature=0ab1c2"),
            Map.of("x-amz-security-token", "session-token", "Content-Type", "image/png"));
    assertThat(put.toString())
        .contains("icons.example.org")
        .contains("x-amz-security-token")
        .doesNotContain("session-token")
        .doesNotContain("path-token")
        .doesNotContain("0ab1c2");
  }
}
