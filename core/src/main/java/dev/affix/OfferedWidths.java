package dev.affix;

import dev.affix.image.ImageFormat;
import dev.affix.internal.mapping.ResponsiveSet;
import dev.affix.internal.mapping.ResponsiveSet.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A responsive set for one file: widths that differ, in each format.
 *
 * @param candidates from narrow to wide, never empty
 */
record OfferedWidths(AttachedFile file, ResponsiveSet set, List<Candidate> candidates) {

  static OfferedWidths of(AttachedFile file, ResponsiveSet set) {
    return new OfferedWidths(file, set, set.candidates(file.blob().file().width()));
  }

  ResponsivePicture picture() {
    List<ResponsivePicture.Source> sources =
        set.formats().subList(0, set.formats().size() - 1).stream()
            .map(format ->
                new ResponsivePicture.Source(
                    format.map(ImageFormat::contentType).orElseThrow(),
                    srcset(format),
                    set.sizes()))
            .toList();
    Candidate widest = candidates.get(candidates.size() - 1);
    String src = url(widest, last());
    Integer width = file.blob().file().width();
    Integer height = file.blob().file().height();
    return width == null || height == null
        ? new ResponsivePicture(sources, src, srcset(), set.sizes(), null, null)
        : new ResponsivePicture(
            sources,
            src,
            srcset(),
            set.sizes(),
            widest.shown(),
            scaled(height, widest.shown(), width));
  }

  /** In the last format. */
  String srcset() {
    return srcset(last());
  }

  private Optional<ImageFormat> last() {
    return set.formats().get(set.formats().size() - 1);
  }

  private String srcset(Optional<ImageFormat> format) {
    return candidates.stream()
        .map(candidate -> url(candidate, format) + " " + candidate.shown() + "w")
        .collect(Collectors.joining(", "));
  }

  private String url(Candidate candidate, Optional<ImageFormat> format) {
    return file.variantUrl(set.variant(candidate.declared(), format)).toString();
  }

  private static int scaled(int length, int to, int from) {
    return (int) Math.max(1, Math.round((double) length * to / from));
  }
}
