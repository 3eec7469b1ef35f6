package dev.affix.vips;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The loaders and savers that may run in this process. A build has some dozens, among them such as
 * lead to ImageMagick and a hundred formats more, and plug-ins that nobody here has heard of. All
 * safety rests on their being blocked, so each that there is gets asked.
 */
final class Loaders {
  private static final String LOADER = "VipsForeignLoad";
  private static final String SAVER = "VipsForeignSave";

  private static final Set<String> SAVERS =
      Set.of(
          "VipsForeignSaveJpeg",
          "VipsForeignSavePng",
          "VipsForeignSaveSpng",
          "VipsForeignSaveWebp",
          "VipsForeignSaveCgif",
          "VipsForeignSaveHeif");

  private final Libvips vips;
  private final Set<String> loaders;

  Loaders(Libvips vips, Collection<SourceFormat> formats) {
    this.vips = vips;
    this.loaders =
        formats.stream().map(format -> format.loaderClass).collect(Collectors.toUnmodifiableSet());
  }

  /** Blocks all but those of the formats, for the whole process. */
  void restrict() {
    vips.block(LOADER, true);
    loaders.forEach(loader -> vips.block(loader, false));
    vips.block(SAVER, true);
    SAVERS.forEach(saver -> vips.block(saver, false));
    vips.blockUntrusted();
  }

  /**
   * Looks whether the restrictions took effect.
   *
   * @throws MissingSymbolException if this library would run a loader or saver that nobody allowed
   */
  void requireRefusal() {
    List<String> open = new ArrayList<>(open(LOADER, loaders));
    open.addAll(open(SAVER, SAVERS));
    if (!open.isEmpty()) {
      throw new MissingSymbolException(
          "it does not refuse "
              + String.join(", ", open)
              + ", though it was told to; something else in this process allows it, or this build"
              + " cannot block loaders and another is needed");
    }
  }

  /** The loaders that would run. */
  List<String> open() {
    return open(LOADER, Set.of());
  }

  /** Names of the operations below that class that would run; what is allowed is not looked at. */
  private List<String> open(String className, Set<String> allowed) {
    long type = vips.types.named(className);
    if (type == 0) {
      throw new MissingSymbolException(
          "it has no " + className + ", so that what it opens cannot be told; another is needed");
    }
    List<String> open = new ArrayList<>();
    collectOpen(type, allowed, open);
    return open.stream().sorted().toList();
  }

  private void collectOpen(long type, Set<String> allowed, List<String> open) {
    // A class that is allowed allows those below it, which differ in where the bytes come from.
    if (allowed.contains(vips.types.name(type))) {
      return;
    }
    if (!vips.types.isAbstract(type) && !vips.isBlocked(type)) {
      open.add(vips.operationName(type));
    }
    for (long below : vips.types.below(type)) {
      collectOpen(below, allowed, open);
    }
  }
}
