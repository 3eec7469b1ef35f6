package dev.affix.examples.gallery;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gallery as somebody sees it who has never seen it before. */
class BrowserTest {
  /** Where a set offers widths, a browser tells the one that {@code sizes} asks for: 40rem. */
  private static final int PORTRAIT = 640;

  private static final int PHOTOGRAPHS = 9;

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static Browser browser;

  @TempDir Path folder;
  private Gallery gallery;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < PHOTOGRAPHS; i++) {
      Files.write(photos.resolve("hills" + i + ".jpg"), Photos.jpeg(1600, 1200, i));
    }
    gallery =
        Gallery.open(
            new Settings("127.0.0.1", 0, folder.resolve("home"), photos, Browser.uploader()));
  }

  @AfterEach
  void close() {
    gallery.close();
    assertThat(complaints).as("errors in the browser's console").isEmpty();
  }

  @Test
  void aPhotographIsUploadedReplacedAndRemoved() {
    Page page = visit(desktop());
    assertThat(page.locator(".card")).hasCount(12);
    Locator card = card(page, "Liam O’Brien");
    assertThat(card.locator(".initial")).hasText("L");

    card.locator("input").setInputFiles(photo("evening.jpg", 11));
    assertThat(page.locator(".note")).hasText(Pattern.compile("Photograph stored[0-9]+ SQL.*"));
    Locator image = card.locator("img:not(.preview)");
    assertThat(image).hasAttribute("src", Pattern.compile("/files/.*/evening\\.jpg"));
    assertThat(loadedWidth(image)).isEqualTo(320);
    assertThat(page.locator("#statements")).hasText("2");
    String first = image.getAttribute("src");

    card.locator("input").setInputFiles(photo("morning.jpg", 12));
    assertThat(image).hasAttribute("src", Pattern.compile("/files/.*/morning\\.jpg"));
    assertThat(image.getAttribute("src")).isNotEqualTo(first);
    assertThat(loadedWidth(image)).isEqualTo(320);

    card.locator("[data-delete]").click();
    assertThat(page.locator("#question")).hasText("Remove the photograph of Liam O’Brien?");
    shoot(page, "question");
    page.locator("dialog button[value=no]").click();
    assertThat(image).hasCount(1);
    card.locator("[data-delete]").click();
    page.locator("dialog button[value=yes]").click();
    assertThat(image).hasCount(0);
    assertThat(card.locator(".initial")).hasText("L");
    assertThat(page.locator("#lead")).hasText("12 people. 3 still wait for a photograph.");
  }

  @Test
  void thePageTellsItsStatements() {
    Page page = visit(desktop());
    assertThat(page.locator("#statements")).hasText("2");
    page.locator("summary").click();
    assertThat(page.locator("footer li")).hasCount(2);
    assertThat(page.locator("footer li").nth(1)).containsText("from affix_attachments");
    card(page, "Amara Okafor").locator("h2 a").click();
    assertThat(page.locator("h1")).hasText("Amara Okafor");
    assertThat(page.locator("#statements")).hasText("3");
    assertThat(loadedWidth(page.locator(".portrait img"))).isEqualTo(PORTRAIT);
  }

  @Test
  void aLargeUploadShowsItsProgressAndCanBeCancelled() throws IOException {
    Page page = visit(desktop());
    Browser.slowUploads(page);
    Path large = Files.write(folder.resolve("large.jpg"), Photos.jpegOfSize(20 << 20));
    Locator card = card(page, "Amara Okafor");
    String before = card.locator("img").getAttribute("src");
    card.locator("input").setInputFiles(large);
    Locator words = card.locator(".progress span");
    assertThat(words).hasText(Pattern.compile("(1[0-9]|[2-6][0-9]) % of 20\\.0 MB"));
    shoot(page, "progress");
    card.locator(".progress button").click();
    assertThat(page.locator(".note")).containsText("Upload cancelled. Nothing was changed.");
    assertThat(card.locator(".progress")).hasCount(0);
    assertThat(card.locator("img").getAttribute("src")).isEqualTo(before);

    card.locator("input").setInputFiles(large);
    assertThat(words).hasText(Pattern.compile("(1[0-9]|[2-9][0-9]) % of 20\\.0 MB"));
    Locator image = card.locator("img:not(.preview)");
    assertThat(image).hasAttribute("src", Pattern.compile("/files/.*/large\\.jpg"));
    assertThat(card.locator(".progress")).hasCount(0);
    assertThat(loadedWidth(image)).isEqualTo(320);
  }

  @Test
  void aRefusedUploadSaysWhy() throws IOException {
    Page page = visit(desktop());
    Locator card = card(page, "Amara Okafor");
    String before = card.locator("img").getAttribute("src");
    card.locator("input")
        .setInputFiles(
            new FilePayload(
                "page.png", "image/png", "<!doctype html>hi".getBytes(StandardCharsets.UTF_8)));
    assertThat(page.locator(".note.bad"))
        .hasText(Pattern.compile("^\"page\\.png\" is text/html by its bytes"));
    Path big = Files.write(folder.resolve("big.jpg"), Photos.jpegOfSize(26 << 20));
    card.locator("input").setInputFiles(big);
    assertThat(page.locator(".note.bad").nth(1)).containsText("25 MB at most");
    assertThat(card.locator("img").getAttribute("src")).isEqualTo(before);
    shoot(page, "refused");
    // Chromium itself reports the refusal's status.
    complaints.removeIf(text -> text.contains("422"));
  }

  @Test
  void theClientOfActiveStorageUploadsAPhotograph() throws IOException {
    Page page = visit(desktop());
    card(page, "Liam O’Brien").locator("h2 a").click();
    assertThat(page.locator("#portrait .initial")).hasText("L");
    List<String> sent = new ArrayList<>();
    page.onRequest(request -> {
      if (request.url().contains("/uploads/")) {
        sent.add(request.method());
      }
    });
    Browser.slowUploads(page);
    Path large = Files.write(folder.resolve("harbour.jpg"), Photos.jpegOfSize(20 << 20));
    page.locator("#direct-photo input[type=file]").setInputFiles(large);
    assertThat(page.locator("#direct-photo span")).hasText("harbour.jpg");
    shoot(page, "direct-chosen");
    page.locator("#direct-photo button").click();
    assertThat(page.locator(".progress span"))
        .hasText(Pattern.compile("(1[0-9]|[2-8][0-9]) % of 20\\.0 MB"));
    shoot(page, "direct-progress");

    assertThat(page.locator(".note")).hasText(Pattern.compile("Photograph stored[0-9]+ SQL.*"));
    Locator image = page.locator("#portrait img:not(.preview)");
    assertThat(image).hasAttribute("src", Pattern.compile("/files/.*/harbour\\.jpg"));
    assertThat(loadedWidth(image)).isEqualTo(PORTRAIT);
    assertThat(sent).containsExactly("POST", "PUT");
    assertThat(page.locator(".progress")).hasCount(0);
    assertThat(page.locator("#direct-photo span")).hasText("Choose a file");
    assertThat(page.locator("#direct-photo input[type=hidden]")).hasCount(0);
    shoot(page, "direct-done");
  }

  @Test
  void aDirectUploadThatIsRefusedSaysWhy() throws IOException {
    Page page = visit(desktop());
    card(page, "Liam O’Brien").locator("h2 a").click();
    Locator file = page.locator("#direct-photo input[type=file]");
    file.setInputFiles(Files.write(folder.resolve("big.jpg"), Photos.jpegOfSize(26 << 20)));
    page.locator("#direct-photo button").click();
    assertThat(page.locator(".note.bad")).containsText("larger than the 26214400 bytes");
    assertThat(page.locator("#direct-photo")).not().hasClass(Pattern.compile("busy"));

    file.setInputFiles(
        new FilePayload(
            "page.png", "image/png", "<!doctype html>hi".getBytes(StandardCharsets.UTF_8)));
    page.locator("#direct-photo button").click();
    assertThat(page.locator(".note.bad").nth(1))
        .hasText(Pattern.compile("^\"page\\.png\" is text/html by its bytes"));
    assertThat(page.locator("#portrait .initial")).hasText("L");
    file.setInputFiles(photo("evening.jpg", 7));
    page.locator("#direct-photo button").click();
    assertThat(loadedWidth(page.locator("#portrait img:not(.preview)"))).isEqualTo(PORTRAIT);
    // Chromium itself reports the refusals' statuses.
    complaints.removeIf(text -> text.contains("413") || text.contains("422"));
  }

  @Test
  void anAlbumIsFilledOrderedAndEmptied() {
    Page page = visit(desktop());
    card(page, "Björn Lindqvist").locator("h2 a").click();
    assertThat(page.locator("#album-box")).hasText("No pictures in the album yet.");
    page.locator("#album-file")
        .setInputFiles(new FilePayload[] {photo("a.jpg", 1), photo("b.jpg", 2), photo("c.jpg", 3)});
    Locator pictures = page.locator(".picture img");
    assertThat(pictures).hasCount(3);
    assertThat(page.locator("#album-add")).not().hasClass(Pattern.compile("busy"));
    assertThat(alts(pictures)).containsExactly("a.jpg", "b.jpg", "c.jpg");
    assertThat(loadedWidth(pictures.nth(2))).isEqualTo(320);

    Locator later = page.locator("[aria-label='Move a.jpg later']");
    later.focus();
    page.keyboard().press("Enter");
    assertThat(pictures.nth(1)).hasAttribute("alt", "a.jpg");
    assertThat(later).isFocused();
    page.keyboard().press("Enter");
    assertThat(pictures.nth(2)).hasAttribute("alt", "a.jpg");
    assertThat(later).isDisabled();
    assertThat(alts(pictures)).containsExactly("b.jpg", "c.jpg", "a.jpg");

    page.reload();
    assertThat(alts(pictures)).containsExactly("b.jpg", "c.jpg", "a.jpg");
    shoot(page, "person");
    page.locator("[aria-label='Remove c.jpg from the album']").click();
    page.locator("dialog button[value=yes]").click();
    assertThat(pictures).hasCount(2);
    assertThat(alts(pictures)).containsExactly("b.jpg", "a.jpg");
  }

  @Test
  void aPersonComesAndGoes() {
    Page page = visit(desktop());
    page.locator("#name").fill("Zoë <b>Bold</b>");
    page.keyboard().press("Enter");
    assertThat(page.locator(".card")).hasCount(13);
    Locator name = page.locator(".card h2 a").last();
    assertThat(name).hasText("Zoë <b>Bold</b>");
    name.click();
    page.locator("#remove-person").click();
    page.locator("dialog button[value=yes]").click();
    assertThat(page.locator(".card")).hasCount(12);
  }

  @Test
  void aPhoneShowsItAllWithoutScrollingSideways() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      var phone =
          new NewContextOptions()
              .setViewportSize(360, 740)
              .setDeviceScaleFactor(2)
              .setHasTouch(true)
              .setColorScheme(scheme);
      Page page = visit(phone);
      String name = "phone-" + scheme.name().toLowerCase(java.util.Locale.ROOT);
      assertNoSidewaysScroll(page);
      seeAllThumbnails(page);
      shoot(page, name + "-list");
      page.locator("summary").click();
      assertNoSidewaysScroll(page);
      page.locator("footer").scrollIntoViewIfNeeded();
      shoot(page, name + "-cost");
      card(page, "Amara Okafor").locator("h2 a").click();
      assertThat(page.locator("h1")).hasText("Amara Okafor");
      assertNoSidewaysScroll(page);
      shoot(page, name + "-person");
      page.context().close();
    }
  }

  @Test
  void desktopsAreShownInLightAndDark() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = visit(desktop().setColorScheme(scheme));
      seeAllThumbnails(page);
      page.keyboard().press("Tab");
      shoot(page, "desktop-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
      page.context().close();
    }
  }

  @Test
  void withoutJavaScriptThePageStillLists() {
    Page page = visit(desktop().setJavaScriptEnabled(false));
    assertThat(page.locator(".card")).hasCount(12);
    assertThat(page.locator("noscript")).hasCount(1);
    assertThat(page.locator(".card .controls").first()).isHidden();
    assertThat(page.locator("form.add")).isHidden();
    shoot(page, "no-script");
  }

  private Page visit(NewContextOptions options) {
    BrowserContext context = browser.chromium().newContext(options);
    Page page = context.newPage();
    page.setDefaultTimeout(Browser.PATIENCE_MILLIS);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.navigate(gallery.address().toString());
    return page;
  }

  private static NewContextOptions desktop() {
    return new NewContextOptions().setViewportSize(1280, 860);
  }

  private static Locator card(Page page, String name) {
    return page.locator(".card", new Page.LocatorOptions().setHasText(name));
  }

  private static FilePayload photo(String name, int seed) {
    return new FilePayload(name, "image/jpeg", Photos.jpeg(1200, 900, seed));
  }

  private static void seeAllThumbnails(Page page) {
    for (Locator image : page.locator(".card img").all()) {
      assertThat(loadedWidth(image)).isEqualTo(320);
    }
    page.locator("h1").scrollIntoViewIfNeeded();
  }

  /** Width of the picture itself once it is there. */
  private static int loadedWidth(Locator image) {
    image.scrollIntoViewIfNeeded();
    image.page().waitForCondition(() -> naturalWidth(image) > 0);
    return naturalWidth(image);
  }

  private static int naturalWidth(Locator image) {
    return ((Number) image.evaluate("image => image.complete ? image.naturalWidth : 0")).intValue();
  }

  @SuppressWarnings("unchecked") // the script gives strings
  private static List<String> alts(Locator images) {
    return (List<String>) images.evaluateAll("images => images.map(image => image.alt)");
  }

  private static void assertNoSidewaysScroll(Page page) {
    page.waitForLoadState(); // the style sheet, too
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
  }

  private static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(!name.equals("question") && !name.equals("refused"))
            .setPath(SCREENSHOTS.resolve(name + ".png")));
  }
}
