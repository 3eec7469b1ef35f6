package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.storage.StorageKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Asks a unit for the standard variant of an icon. */
record Viewer(Unit unit) {
  /** The URL of the icon's standard variant. */
  String url(Long id) {
    return unit.inTransaction(
            em -> em.find(Pseud.class, id).icon().variant("standard").url().orElseThrow())
        .toString();
  }

  /** The key of the only variant there is. */
  StorageKey key() {
    return StorageKey.of(
        unit.inTransaction(em ->
            (String)
                em.createNativeQuery("select storage_key from affix_variants", String.class)
                    .getSingleResult()));
  }

  /** What it is answered with; what comes with a 200 must be the variant. */
  int get(String url) {
    String path = url.substring("/files".length());
    try (FileResponse response = unit.affix().handler().handle(FileRequest.of("GET", path))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      response.writeTo(out);
      if (response.status() == 200) {
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("made of ");
      }
      return response.status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** After how many seconds the client is to come again. */
  long retryAfter(String url) {
    String path = url.substring("/files".length());
    try (FileResponse response = unit.affix().handler().handle(FileRequest.of("GET", path))) {
      assertThat(response.status()).isEqualTo(503);
      return Long.parseLong(response.headers().get("Retry-After"));
    }
  }

  /** As if the maker of every variant was given up. */
  void expireLeases() {
    unit.sql("update affix_variants set lease_until = '2020-01-01 00:00:00'");
  }
}
