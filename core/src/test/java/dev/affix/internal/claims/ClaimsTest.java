package dev.affix.internal.claims;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.internal.staging.Services;
import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is believed of a mark, and for how long. */
class ClaimsTest {
  private final Place place = new Place();
  private long nanos = 7;

  @Test
  void aMarkIsBelievedForAMinute() {
    Claims staging = of("staging");
    staging.requireNotForeign("local");
    of("production").claim(List.of());
    pass(Duration.ofSeconds(59));
    assertThatCode(() -> staging.requireNotForeign("local")).doesNotThrowAnyException();
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> staging.requireNotForeign("local"))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("\"production\"");
    int reads = place.reads;
    assertThatThrownBy(() -> staging.requireNotForeign("local")).isInstanceOf(AffixException.class);
    assertThat(place.reads).isEqualTo(reads);
  }

  @Test
  void aPlaceThatCannotBeAskedIsAskedAgainAfterTenSeconds() {
    Claims production = of("production");
    production.claim(List.of("local"));
    pass(Duration.ofMinutes(1));
    place.down = true;
    assertThatThrownBy(() -> production.requireNotForeign("local"))
        .isInstanceOf(StorageUnavailableException.class);
    place.down = false;
    pass(Duration.ofSeconds(9));
    assertThatThrownBy(() -> production.requireNotForeign("local"))
        .isInstanceOf(StorageUnavailableException.class);
    pass(Duration.ofSeconds(1));
    production.requireNotForeign("local");
    production.requireOwn("local");
  }

  @Test
  void ownIsMoreThanNotForeign() {
    Claims production = of("production");
    production.requireNotForeign("local");
    assertThatThrownBy(() -> production.requireOwn("local"))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("claimed by no environment");
    production.claim(List.of("local"));
    production.requireOwn("local");
  }

  @Test
  void theMarkSaysWhoseItIsInItsFirstVersionsForm() {
    of("production").claim(List.of("local"));
    assertThat(new String(place.bytes("_affix/claim"), UTF_8))
        .isEqualTo("affix-claim 1\nenvironment production\n");
  }

  @Test
  void whoeverMarksAtTheSameMomentIsFoundOut() {
    Claims staging = of("staging");
    place.beforePut =
        () -> {
          place.beforePut = () -> {};
          of("production").claim(List.of("local"));
        };
    assertThatThrownBy(() -> staging.claim(List.of("local")))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("claimed by environment \"production\"");
  }

  private Claims of(String environment) {
    return new Claims(
        new Services(Map.of("local", place), Map.of(), "local"), environment, () -> nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static final class Place implements StorageService {
    private final Map<String, byte[]> objects = new HashMap<>();
    int reads;
    boolean down;
    Runnable beforePut = () -> {};

    byte[] bytes(String key) {
      byte @Nullable [] bytes = objects.get(key);
      if (bytes == null) {
        throw new ObjectNotFoundException(StorageKey.of(key), "place");
      }
      return bytes;
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      beforePut.run();
      byte[] bytes = body.readAllBytes();
      if (objects.putIfAbsent(request.key().value(), bytes) != null) {
        throw new ObjectExistsException(request.key(), "place");
      }
      return describe(request.key(), bytes);
    }

    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      reads++;
      if (down) {
        throw new StorageUnavailableException("down", null);
      }
      byte[] bytes = bytes(key.value());
      return new ObjectReader(describe(key, bytes), new ByteArrayInputStream(bytes));
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      return Optional.ofNullable(objects.get(key.value())).map(bytes -> describe(key, bytes));
    }

    @Override
    public void delete(StorageKey key) {
      objects.remove(key.value());
    }

    private static StoredObject describe(StorageKey key, byte[] bytes) {
      return new StoredObject(key, bytes.length, Checksums.NONE, Instant.EPOCH);
    }
  }
}
