package dev.affix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlsTest {

  @ParameterizedTest
  @CsvSource({
    "https://cdn.example.org/files, https://cdn.example.org/files",
    "https://cdn.example.org/files/, https://cdn.example.org/files",
    "http://localhost:8080, http://localhost:8080",
    "http://localhost:8080/, http://localhost:8080",
    "http://[::1]:8080/a/b, http://[::1]:8080/a/b",
    "/files, /files",
    "/a%20b/, /a%20b",
    "/, ''"
  })
  void takesUrlsAndPathsWithoutTheirLastSlash(String base, String normalised) {
    assertThat(Urls.proxy(base).base()).isEqualTo(normalised);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "files",
        "//cdn.example.org/files",
        "ftp://cdn.example.org/files",
        "https:files",
        "https:///files",
        "https://user@cdn.example.org/files",
        "/files?x=1",
        "/files#x",
        "/files//",
        "/a//b",
        "/a/../b",
        "/a/%2e%2E",
        "/./a",
        "/a b",
        "/é",
        "/%zz"
      })
  void refusesWhatCannotBeginAUrl(String base) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Urls.proxy(base))
        .withMessageContaining("\"" + base + "\"");
  }

  @Test
  void signedLifetimeIsAnHourInWindowsOfAnHourUnlessSaidOtherwise() {
    Urls urls = Urls.proxy("/files");
    assertThat(urls.ttl()).isEqualTo(Duration.ofHours(1));
    assertThat(urls.window()).isEqualTo(Duration.ofHours(1));
    Urls longer = urls.withSignedLifetime(Duration.ofMinutes(5), Duration.ofDays(1));
    assertThat(longer.ttl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(longer.window()).isEqualTo(Duration.ofDays(1));
    assertThat(longer.base()).isEqualTo("/files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT59S", "PT90S", "PT-1H", "P4000D"})
  void signedLifetimeIsWholeMinutes(Duration wrong) {
    Urls urls = Urls.proxy("/files");
    Duration right = Duration.ofHours(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> urls.withSignedLifetime(wrong, right))
        .withMessageStartingWith("ttl");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> urls.withSignedLifetime(right, wrong))
        .withMessageStartingWith("window");
  }
}
