package dev.affix;

import java.net.URI;
import java.util.Optional;

/** A named variant of an attached file, made when its URL is first fetched. */
public final class AttachedVariant {
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
  private final Optional<AttachedFile> file;

  private final String name;

  AttachedVariant(Optional<AttachedFile> file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * Where the variant can be fetched, the same before and after it exists; empty if nothing is
   * attached. Made without a query or a storage call.
   *
   * @throws IllegalArgumentException if no such variant is declared
   */
  public Optional<URI> url() {
    return file.map(f -> f.variantUrl(name));
  }

  @Override
  public String toString() {
    return "AttachedVariant[" + name + "]";
  }
}
