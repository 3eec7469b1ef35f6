package dev.affix.examples.gallery;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The installed Chromium, driven by Playwright; nothing is downloaded. */
final class Browser implements AutoCloseable {
  /** For machines that do other things, too; nothing here takes longer than it must. */
  static final int PATIENCE_MILLIS = 60_000;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
    this.playwright = playwright;
    this.chromium = chromium;
  }

  static Browser start() {
    Path program = program();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Browser(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync"))));
  }

  com.microsoft.playwright.Browser chromium() {
    return chromium;
  }

  /** The real client, from its npm package. */
  static Path uploader() {
    Path script = Path.of("../../var/activestorage/activestorage.js");
    if (!Files.exists(script)) {
      throw new AssertionError(
          "No client to upload with at "
              + script
              + ". Run bin/setup, which takes it from the npm package @rails/activestorage.");
    }
    return script;
  }

  /** 4 MB a second, so that 20 MB take long enough to be seen. */
  static void slowUploads(Page page) {
    CDPSession session = page.context().newCDPSession(page);
    session.send("Network.enable");
    var conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 0);
    conditions.addProperty("downloadThroughput", -1);
    conditions.addProperty("uploadThroughput", 4 << 20);
    session.send("Network.emulateNetworkConditions", conditions);
  }

  private static Path program() {
    List<String> places =
        Stream.of(
                System.getProperty("affix.chromium"),
                System.getenv("AFFIX_CHROMIUM"),
                "/usr/bin/chromium")
            .filter(Objects::nonNull)
            .toList();
    return places.stream()
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "No Chromium to test the gallery in; tried "
                    + places
                    + ". Run bin/setup, which finds or installs one, or set AFFIX_CHROMIUM to its"
                    + " program."));
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
