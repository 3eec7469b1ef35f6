package dev.affix.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.SymbolLookup;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of all loaders and savers that a build has, those run that are wanted, and no others. */
class LoadersTest {
  private static final Engine ENGINE = LibraryFinder.find(null);
  private static final Loaders WANTED = new Loaders(ENGINE.vips, ENGINE.loads);

  @AfterEach
  void restrictAgain() {
    WANTED.restrict();
    WANTED.requireRefusal();
  }

  @Test
  void exactlyTheLoadersOfTheFormatsRun() {
    List<String> expected =
        ENGINE.loads.stream()
            .map(format -> format.loader.replace("_source", ""))
            .flatMap(name -> Stream.of(name, name + "_buffer", name + "_source"))
            .sorted()
            .toList();
    assertThat(WANTED.open()).isEqualTo(expected);
    assertThat(ENGINE.loads)
        .contains(SourceFormat.JPEG, SourceFormat.PNG, SourceFormat.GIF, SourceFormat.WEBP);
  }

  @ParameterizedTest
  @CsvSource({
    "VipsForeignLoadCsv, csvload_source",
    "VipsForeignLoadRaw, rawload",
    "VipsForeignLoadVips, vipsload_source",
    "VipsForeignLoadMatrix, matrixload_source",
    "VipsForeignSaveRaw, rawsave",
    "VipsForeignSaveVips, vipssave_target",
  })
  void oneThatOtherCodeOfTheProcessAllowsIsFound(String opened, String named) {
    assertThat(ENGINE.vips.isBlocked(named)).isTrue();
    ENGINE.vips.block(opened, false);
    assertThat(ENGINE.vips.isBlocked(named)).isFalse();
    assertThatThrownBy(WANTED::requireRefusal)
        .isInstanceOf(MissingSymbolException.class)
        .hasMessageStartingWith("it does not refuse ")
        .hasMessageContaining(named)
        .hasMessageNotContainingAny("jpegload", "pngsave");
  }

  /** Nobody has to think of a loader for it to be found: all that a build has, are. */
  @Test
  void everyLoaderOfTheBuildIsFound() {
    ENGINE.vips.block("VipsForeignLoad", false);
    List<String> all = WANTED.open();
    assertThat(all).hasSizeGreaterThan(25).allMatch(ENGINE.vips::has).doesNotHaveDuplicates();
    for (String probable : List.of("svgload", "ppmload", "radload", "analyzeload", "magickload")) {
      assertThat(all.contains(probable)).as(probable).isEqualTo(ENGINE.vips.has(probable));
    }
    Set<SourceFormat> others = EnumSet.complementOf(EnumSet.of(SourceFormat.JPEG));
    assertThatThrownBy(() -> new Loaders(ENGINE.vips, others).requireRefusal())
        .hasMessageContaining("jpegload_source")
        .hasMessageNotContainingAny("pngload", "tiffload");
  }

  /** Its own restrictions cannot help then, and it does not start. */
  @Test
  void aLibraryThatDoesNotBlockDoesNotStart() {
    // Functions that take the same, and change nothing.
    var elsewhere =
        Map.of(
            "vips_operation_block_set", "g_str_hash", "vips_block_untrusted_set", "vips_version");
    assertThatCode(() -> start(elsewhere)).doesNotThrowAnyException();
    ENGINE.vips.block("VipsForeignLoadCsv", false);
    ENGINE.vips.block("VipsForeignSaveRaw", false);
    assertThatThrownBy(() -> start(elsewhere))
        .isInstanceOf(MissingSymbolException.class)
        .hasMessageContaining("it does not refuse csvload, csvload_source, rawsave")
        .hasMessageContaining("another is needed");
  }

  @Test
  void aLibraryWhoseLoadersCannotBeListedDoesNotStart() {
    // No variable of the environment has such a name, so that there is no such class.
    assertThatThrownBy(() -> start(Map.of("g_type_from_name", "g_getenv")))
        .isInstanceOf(MissingSymbolException.class)
        .hasMessageContaining("it has no VipsForeignLoad");
  }

  /** Starts on the library, some of whose functions are others. */
  private static Engine start(Map<String, String> elsewhere) {
    SymbolLookup real = LibraryFinder.symbols(ENGINE.library);
    return new Engine(
        ENGINE.library, ENGINE.origin, name -> real.find(elsewhere.getOrDefault(name, name)));
  }
}
