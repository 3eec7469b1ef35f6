package dev.affix.internal;

import dev.affix.DirectUploadLimits;
import dev.affix.Urls;
import dev.affix.image.ImageProcessor;
import dev.affix.internal.mapping.VariantRules;
import dev.affix.internal.serving.Substitute;
import dev.affix.lifecycle.AttachmentListener;
import dev.affix.lifecycle.UploadInspector;
import dev.affix.serving.AccessCheck;
import dev.affix.serving.ServingLimits;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.StorageService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the builder collects, with the defaults. */
public final class EngineSettings {
  final Map<String, StorageService> services = new TreeMap<>();
  final Map<String, String> formerNames = new TreeMap<>();
  private @Nullable String lastService;
  public @Nullable String defaultService;
  public @Nullable String environment;
  public final Set<String> exclusive = new TreeSet<>();
  public boolean deletesPaused;
  public int deletesPerHour = Integer.MAX_VALUE;
  public @Nullable SigningKeys signingKeys;
  public @Nullable Urls urls;
  public @Nullable ImageProcessor imageProcessor;
  public final List<UploadInspector> inspectors = new ArrayList<>();
  public final List<AttachmentListener> listeners = new ArrayList<>();
  public AccessCheck accessCheck = AccessCheck.DENY;
  public ServingLimits servingLimits = ServingLimits.DEFAULTS;
  public final List<VariantRules.Declared> variants = new ArrayList<>();
  public final Map<String, Substitute.Placeholder> placeholders = new TreeMap<>();
  public int variantsPerAttachment = VariantRules.USUAL_MOST;
  public int variantsAtOnce = Runtime.getRuntime().availableProcessors();
  public int variantsPerMinute = Integer.MAX_VALUE;
  public Duration stagedBlobExpiry = Duration.ofHours(24);
  public Duration uploadDeadline = Duration.ofHours(1);
  public Duration replacedFileGrace = Duration.ofHours(24);
  public Duration outdatedVariantGrace = Duration.ofDays(7);
  public @Nullable String directUploadBase;
  public DirectUploadLimits directUploadLimits = DirectUploadLimits.DEFAULTS;
  public @Nullable DataSource stagingDataSource;
  public Duration connectionPatience = Duration.ofSeconds(5);
  public boolean stagedOnly;
  public boolean strictLoading;
  public boolean createTables;

  /** Registers a service. */
  public void service(String name, StorageService service) {
    check(name);
    services.put(name, service);
    lastService = name;
  }

  /** Gives the service that was registered last one more name, for rows and URLs of old. */
  public void formerly(String name) {
    String now = lastService;
    if (now == null) {
      throw new IllegalStateException(
          "formerly(\"" + name + "\") must follow the service that had this name");
    }
    check(name);
    formerNames.put(name, now);
  }

  /** The name of the service that attachments have which name none. */
  String defaultService() {
    String named = defaultService;
    if (named != null) {
      return named;
    }
    return services.size() == 1 ? services.keySet().iterator().next() : "(none chosen)";
  }

  private void check(String name) {
    if (!name.matches("[a-z0-9_-]{1,16}")) {
      throw new IllegalArgumentException(
          "a service's name must be 1 to 16 of a-z, 0-9, - and _, but was \"" + name + "\"");
    }
    if (services.containsKey(name) || formerNames.containsKey(name)) {
      throw new IllegalArgumentException("service \"" + name + "\" is registered twice");
    }
  }
}
