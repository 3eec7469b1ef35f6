package dev.affix.internal.mapping;

import dev.affix.validation.ContentTypeIn;
import dev.affix.validation.ImageDimensions;
import dev.affix.validation.MaxFileCount;
import dev.affix.validation.MaxFileSize;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a handle accepts.
 *
 * @param contentTypes allowed types or families; empty for any
 * @param dimensions of pictures, which all files then have to be; null for any
 */
public record UploadLimits(
    Set<String> contentTypes,
    OptionalLong maxBytes,
    OptionalInt maxCount,
    @Nullable DimensionLimits dimensions) {

  public static final UploadLimits NONE =
      new UploadLimits(Set.of(), OptionalLong.empty(), OptionalInt.empty());

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KB|MB|GB)");

  /** Limits for any file, picture or not. */
  public UploadLimits(Set<String> contentTypes, OptionalLong maxBytes, OptionalInt maxCount) {
    this(contentTypes, maxBytes, maxCount, null);
  }

  /** These limits and the one that the annotation states; other annotations change nothing. */
  public UploadLimits with(Annotation annotation) {
    return switch (annotation) {
      case ContentTypeIn types ->
          new UploadLimits(Set.copyOf(List.of(types.value())), maxBytes, maxCount, dimensions);
      case MaxFileSize size ->
          new UploadLimits(
              contentTypes, OptionalLong.of(bytes(size.value())), maxCount, dimensions);
      case MaxFileCount count ->
          new UploadLimits(
              contentTypes, maxBytes, OptionalInt.of(positive(count.value())), dimensions);
      case ImageDimensions sizes ->
          new UploadLimits(contentTypes, maxBytes, maxCount, DimensionLimits.of(sizes));
      default -> this;
    };
  }

  /** The first limit that the files of one handle break, told as "is ..., but ... accepts ...". */
  public Optional<String> faultOf(List<FileFacts> files) {
    if (maxCount.isPresent() && files.size() > maxCount.getAsInt()) {
      return Optional.of(
          files.size() + " files are too many; at most " + maxCount.getAsInt() + " are accepted");
    }
    return files.stream().flatMap(file -> faultOf(file).stream()).findFirst();
  }

  /** The first limit that this file breaks by itself. */
  public Optional<String> faultOf(FileFacts file) {
    String type = file.contentType();
    if (type != null && !accepts(type)) {
      return Optional.of(
          "\"%s\" is %s by its bytes; accepted are %s"
              .formatted(file.filename(), type, String.join(", ", new TreeSet<>(contentTypes))));
    }
    if (maxBytes.isPresent() && file.byteSize().orElse(0) > maxBytes.getAsLong()) {
      return Optional.of(
          "\"%s\" is larger than the %d bytes that are accepted"
              .formatted(file.filename(), maxBytes.getAsLong()));
    }
    if (dimensions == null) {
      return Optional.empty();
    }
    if (type != null && !type.startsWith("image/")) {
      return Optional.of(
          "\"%s\" is %s by its bytes; accepted are pictures".formatted(file.filename(), type));
    }
    return file.pixels() == null
        ? Optional.empty()
        : dimensions.faultOf(file.filename(), file.pixels());
  }

  /** The same of a file that nobody is going to look at any more. */
  public Optional<String> faultOfStored(FileFacts file) {
    Optional<String> fault = faultOf(file);
    return fault.isPresent() || dimensions == null || file.pixels() != null
        ? fault
        : Optional.of(
            "\"%s\" was staged for no attachment that asks for its width and height, and nobody knows them; call affix.stage(upload, owner's class, name)"
                .formatted(file.filename()));
  }

  private boolean accepts(String type) {
    String family = type.substring(0, type.indexOf('/') + 1) + "*";
    return contentTypes.isEmpty() || contentTypes.contains(type) || contentTypes.contains(family);
  }

  private static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT).replace(" ", ""));
    if (!matcher.matches()) {
      throw noSize(text);
    }
    long unit =
        switch (matcher.group(2)) {
          case "KB" -> 1L << 10;
          case "MB" -> 1L << 20;
          case "GB" -> 1L << 30;
          default -> 1;
        };
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE / unit) {
      throw noSize(text);
    }
    return number * unit;
  }

  private static IllegalArgumentException noSize(String text) {
    return new IllegalArgumentException(
        "a size is a number and B, KB, MB or GB, as \"500KB\", but was \"" + text + "\"");
  }

  private static int positive(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("@MaxFileCount must be at least 1, but was " + count);
    }
    return count;
  }
}
