package dev.affix.internal;

import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.mapping.OwnerMapping;
import dev.affix.storage.EnvironmentAware;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what is missing in the settings, or does not fit the mappings. */
record SettingsCheck(EngineSettings settings, List<String> faults) {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsCheck.class);

  void check(Mappings mappings) {
    if (settings.services.isEmpty()) {
      faults.add("No storage service; call service(\"name\", service)");
    } else if (!settings.services.containsKey(settings.defaultService())) {
      faults.add(
          "Default service \"%s\" is unknown; registered are %s"
              .formatted(settings.defaultService(), settings.services.keySet()));
    }
    if (settings.signingKeys == null) {
      faults.add("No signing key; call signingKeys(SigningKeys.of(..)) with 32 random bytes");
    }
    if (settings.urls == null) {
      faults.add("No URLs; call urls(Urls.proxy(\"https://cdn.example.org/files\"))");
    }
    settings.exclusive.stream()
        .filter(name -> !settings.services.containsKey(name))
        .forEach(name ->
            faults.add(
                "Unknown storage service \"%s\" in exclusive(..); registered are %s"
                    .formatted(name, settings.services.keySet())));
    checkEnvironments();
    for (OwnerMapping owner : mappings.owners()) {
      owner.attachments().stream()
          .filter(a -> a.service() != null && !settings.services.containsKey(a.service()))
          .forEach(a ->
              faults.add(
                  "Unknown storage service \"%s\" on %s; registered are %s"
                      .formatted(a.service(), a, settings.services.keySet())));
      if (settings.imageProcessor == null) {
        owner.attachments().forEach(this::checkWithoutProcessor);
      }
    }
  }

  /** A limit must hold; what is only good to know may be missing, as variants may. */
  private void checkWithoutProcessor(AttachmentMapping mapping) {
    if (mapping.limits().dimensions() != null) {
      faults.add(
          mapping
              + " has @ImageDimensions, which needs an image processor; call"
              + " imageProcessor(VipsImageProcessor.create())");
    } else if (mapping.analysis() != null) {
      LOG.warn("{} asks for analysis, but nothing is found without an image processor", mapping);
    }
  }

  /** Who has no name claims nothing, and is told by a mark whose place it is. */
  private void checkEnvironments() {
    String own = settings.environment;
    if (own == null) {
      return;
    }
    settings.services.forEach((name, service) -> {
      if (service instanceof EnvironmentAware aware) {
        aware
            .environment()
            .filter(its -> !its.equals(own))
            .ifPresent(its ->
                faults.add(
                    "Storage service \"%s\" was built for environment \"%s\", but this one is \"%s\"; give both the same name, or the service a prefix instead"
                        .formatted(name, its, own)));
      }
    });
  }
}
