package dev.affix.s3;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a store can do beyond the protocol's common ground. It is written down in the configuration
 * and never found out by trying at start; {@link S3Service#doctor()} tries once and says which one
 * fits. As text: {@code aws}, {@code compatible}, or features joined by {@code +}.
 *
 * @param features what the store does right
 */
public record S3Profile(Set<Feature> features) {

  /** One thing that stores differ in. */
  public enum Feature {
    /**
     * Checks a CRC-32C that comes with a body, of single puts, parts and whole uploads, keeps it
     * and tells it. Without it bodies are sent with an MD5.
     */
    CRC32C,
    /**
     * Refuses a put with {@code If-None-Match: *} if the key is taken. Without it the service looks
     * first; that two who put one key at once both succeed is then excluded by nothing but the
     * randomness of keys.
     */
    EXCLUSIVE_PUT,
    /** The same at the end of an upload in parts. */
    EXCLUSIVE_UPLOAD,
    /** The same for copies inside the store. */
    EXCLUSIVE_COPY
  }

  /** Amazon S3. */
  public static final S3Profile AWS = new S3Profile(EnumSet.allOf(Feature.class));

  /** Any store that speaks the protocol: nothing is relied on that was not in it for ever. */
  public static final S3Profile COMPATIBLE = new S3Profile(EnumSet.noneOf(Feature.class));

  public S3Profile {
    features =
        features.isEmpty()
            ? Set.of()
            : Collections.unmodifiableSet(EnumSet.copyOf(features)); // in the order declared
  }

  /** A store that has these features and no other. */
  public static S3Profile of(Feature... features) {
    return new S3Profile(Set.of(features));
  }

  /**
   * The profile that {@link #toString()} spells so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static S3Profile parse(String text) {
    return switch (text) {
      case "aws" -> AWS;
      case "compatible" -> COMPATIBLE;
      default ->
          new S3Profile(
              Arrays.stream(text.split("\\+", -1))
                  .map(S3Profile::featureOf)
                  .collect(Collectors.toSet()));
    };
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }

  @Override
  public String toString() {
    if (equals(AWS)) {
      return "aws";
    }
    return features.isEmpty()
        ? "compatible"
        : features.stream().map(S3Profile::textOf).collect(Collectors.joining("+"));
  }

  private static Feature featureOf(String text) {
    return Arrays.stream(Feature.values())
        .filter(feature -> textOf(feature).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a profile is \"aws\", \"compatible\" or some of \""
                    + Arrays.stream(Feature.values())
                        .map(S3Profile::textOf)
                        .collect(Collectors.joining("+"))
                    + "\", but one part was \""
                    + text
                    + "\""));
  }

  private static String textOf(Feature feature) {
    return feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
