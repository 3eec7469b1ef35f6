package dev.affix.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VipsLimitsTest {
  private static final VipsLimits DEFAULTS = VipsLimits.defaults();

  @Test
  void eachChangeLeavesAllElseAsItWas() throws ReflectiveOperationException {
    assertChanged(DEFAULTS.withSourceBytes(1), Map.of("sourceBytes", 1L));
    assertChanged(DEFAULTS.withSourceSide(2), Map.of("sourceSide", 2));
    assertChanged(DEFAULTS.withPixels(3, 4), Map.of("pixels", 3L, "totalPixels", 4L));
    assertChanged(DEFAULTS.withFrames(5), Map.of("frames", 5));
    assertChanged(DEFAULTS.withScans(6), Map.of("scans", 6));
    assertChanged(
        DEFAULTS.withResult(7, 8, 9), Map.of("side", 7, "resultPixels", 8L, "resultBytes", 9));
    assertChanged(DEFAULTS.withTime(Duration.ofDays(1)), Map.of("time", Duration.ofDays(1)));
    assertChanged(DEFAULTS.withSources("image/png"), Map.of("sources", Set.of("image/png")));
  }

  @Test
  void changesAddUpAndTheSameLimitsAreEqual() {
    VipsLimits one = DEFAULTS.withScans(6).withSources("image/png", "image/gif").withFrames(5);
    VipsLimits other = DEFAULTS.withFrames(5).withSources("image/gif", "image/png").withScans(6);
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString(other.toString());
    assertThat(one).isNotEqualTo(DEFAULTS);
    assertThat(one.withFrames(250).withScans(100).withSources(all())).isEqualTo(DEFAULTS);
  }

  @Test
  void whatAllowsNothingIsRefusedByItsName() {
    assertThatThrownBy(() -> DEFAULTS.withSourceBytes(0)).hasMessageContaining("sourceBytes");
    assertThatThrownBy(() -> DEFAULTS.withSourceSide(-1)).hasMessageContaining("sourceSide");
    assertThatThrownBy(() -> DEFAULTS.withPixels(1, 0)).hasMessageContaining("totalPixels");
    assertThatThrownBy(() -> DEFAULTS.withTime(Duration.ZERO)).hasMessageContaining("time");
    assertThatThrownBy(() -> DEFAULTS.withSources()).hasMessageContaining("sources");
    assertThatThrownBy(() -> DEFAULTS.withSources("image/bmp")).hasMessageContaining("image/bmp");
  }

  private static String[] all() {
    return DEFAULTS.sources().toArray(String[]::new);
  }

  private static void assertChanged(VipsLimits limits, Map<String, Object> expected)
      throws ReflectiveOperationException {
    Map<String, Object> changed = new LinkedHashMap<>();
    for (RecordComponent component : VipsLimits.class.getRecordComponents()) {
      Object now = component.getAccessor().invoke(limits);
      if (!now.equals(component.getAccessor().invoke(DEFAULTS))) {
        changed.put(component.getName(), now);
      }
    }
    assertThat(changed).isEqualTo(expected);
  }
}
