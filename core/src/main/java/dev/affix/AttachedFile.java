package dev.affix;

import dev.affix.image.ImageProperties;
import dev.affix.image.Placeholder;
import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.model.Blob;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file as it is attached to an owner. A snapshot: later changes do not show here. */
public final class AttachedFile {
  private final Handle handle;
  private final AttachmentRow row;

  AttachedFile(Handle handle, AttachmentRow row) {
    this.handle = handle;
    this.row = row;
  }

  /** Id of the attachment, not of the blob. */
  public UUID id() {
    return row.id();
  }

  public Blob blob() {
    return row.blob();
  }

  public String filename() {
    return row.blob().filename();
  }

  /** Media type without parameters, as the bytes tell. */
  public String contentType() {
    return row.blob().contentType();
  }

  /** Length in bytes. */
  public long byteSize() {
    return row.blob().byteSize().orElseThrow();
  }

  /**
   * The picture's sizes; empty unless the attachment asked for them when it was staged. From what
   * is loaded, without a query or a storage call.
   */
  public Optional<ImageProperties> image() {
    return row.blob().image();
  }

  /** What to show until the picture has come; empty unless the attachment asked for it. */
  public Optional<Placeholder> placeholder() {
    return row.blob().placeholder();
  }

  /** When the file was stored. */
  public Instant createdAt() {
    return row.blob().createdAt();
  }

  /**
   * Where the file can be fetched; made from what is loaded, without a query or a storage call. The
   * same until it expires, so that caches work.
   */
  public URI url() {
    Binding binding = binding();
    return binding.rooms().links().original(binding.mapping(), row);
  }

  /**
   * A declared variant of the file.
   *
   * @throws IllegalArgumentException if no such variant is declared
   */
  public AttachedVariant variant(String name) {
    return new AttachedVariant(Optional.of(this), name);
  }

  /**
   * A declared responsive set: the URLs of its variants, made as that of any other, and how wide
   * they come out. Widths beyond the picture's own are left out where that is known; for the last
   * of what stays it is the picture's own.
   *
   * @throws IllegalArgumentException if no such set is declared
   */
  public ResponsivePicture picture(String name) {
    return widths(name).picture();
  }

  /**
   * The attribute {@code srcset} of a responsive set, in the last of its formats; see {@link
   * #picture}.
   *
   * @throws IllegalArgumentException if no such set is declared
   */
  public String srcset(String name) {
    return widths(name).srcset();
  }

  private OfferedWidths widths(String set) {
    return OfferedWidths.of(this, binding().mapping().responsive(set));
  }

  /** What there is to show, as a record: variants declared for pictures appear for pictures. */
  public AttachmentView view() {
    Map<String, URI> variants = new LinkedHashMap<>();
    Map<String, ResponsivePicture> pictures = new LinkedHashMap<>();
    if (contentType().startsWith("image/")) {
      AttachmentMapping mapping = binding().mapping();
      mapping.singleVariants().forEach(name -> variants.put(name, variantUrl(name)));
      mapping.responsive().keySet().forEach(set -> pictures.put(set, picture(set)));
    }
    return new AttachmentView(
        id(),
        filename(),
        contentType(),
        byteSize(),
        url(),
        Map.copyOf(variants),
        Map.copyOf(pictures),
        image().orElse(null),
        placeholder().orElse(null));
  }

  URI variantUrl(String name) {
    Binding binding = binding();
    return binding.rooms().links().variant(binding.mapping(), row, name);
  }

  AttachmentRow row() {
    return row;
  }

  private Binding binding() {
    return handle
        .binding()
        .orElseThrow(() ->
            new AffixException(
                "\"%s\" was deserialized, so it has no URLs; call affix.preload(owners, name), or keep the record that view() gives"
                    .formatted(filename())));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttachedFile that && row.id().equals(that.row.id());
  }

  @Override
  public int hashCode() {
    return row.id().hashCode();
  }

  @Override
  public String toString() {
    return "AttachedFile[\"" + filename() + "\"]";
  }
}
