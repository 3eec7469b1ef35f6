package dev.affix.internal.handles;

import dev.affix.AffixException;
import dev.affix.AttachmentMappingException;
import dev.affix.internal.mapping.FileFacts;
import dev.affix.internal.rows.AttachmentRow;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state behind an {@code AttachedOne} or {@code AttachedMany}: whose it is, what is loaded, and
 * what waits for the owner to become persistent. As little safe for several threads as the owner.
 * Serialized it keeps the loaded rows only.
 */
public final class Handle implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final Object owner;
  private @Nullable ArrayList<AttachmentRow> rows;
  private transient @Nullable Binding binding;
  private transient @Nullable List<Source> pending;

  public Handle(Object owner) {
    this.owner = owner;
  }

  public Object owner() {
    return owner;
  }

  public Optional<Binding> binding() {
    return Optional.ofNullable(binding);
  }

  /**
   * The tie to remove or move files by; empty for a new owner, which has none.
   *
   * @throws AffixException if the owner exists, but is not tied to its row
   */
  public Optional<Binding> bindingToWrite() {
    if (binding == null) {
      Unbound.requireNewToWrite(owner);
    }
    return binding();
  }

  /**
   * Ties the handle to its owner's row; what was loaded before is forgotten.
   *
   * @throws AttachmentMappingException if the handle is another object's
   */
  public void bind(Object entity, Binding to) {
    if (entity != owner) {
      throw new AttachmentMappingException(
          to.mapping()
              + " holds the handle of another object (was the owner cloned, or the handle not made"
              + " by of(this)?); give every owner its own handle, made with of(this)");
    }
    binding = to;
    rows = null;
  }

  public boolean isLoaded() {
    return rows != null;
  }

  /** Replaces what is known to be attached. */
  public void loaded(List<AttachmentRow> value) {
    rows = new ArrayList<>(value);
    rows.sort(AttachmentRow.ORDER);
  }

  /** Makes the next read ask the database. */
  public void forget() {
    rows = null;
  }

  /** The rows if they are loaded; never asks the database. */
  public Optional<List<AttachmentRow>> known() {
    return Optional.ofNullable(rows).map(List::copyOf);
  }

  /** What waits for the owner to become persistent, and is taken by that. */
  public List<Source> takePending() {
    List<Source> taken = pending();
    pending = null;
    return taken;
  }

  public List<Source> pending() {
    return pending == null ? List.of() : List.copyOf(pending);
  }

  /** Attaches now, or keeps the source until a new owner becomes persistent. */
  public void attach(Source source, boolean many) {
    if (binding != null) {
      binding.rooms().attach(this, binding, source);
      return;
    }
    Unbound.requireEntity(owner);
    if (source instanceof Source.Fresh fresh && !fresh.upload().isRepeatable()) {
      throw new AffixException(
          "%s is a stream that can be read once, and its owner is not persistent yet; call"
                  .formatted(fresh.upload())
              + " affix.stage(upload) and attach the staged blob, or persist the owner first");
    }
    if (pending == null || !many) {
      pending = new ArrayList<>();
    }
    pending.add(source);
  }

  /** Attaches what waited for the owner to become persistent. */
  public void attachPending() {
    takePending().forEach(source -> attach(source, true));
  }

  /** What constraints can see without a query: loaded and waiting files. */
  public List<FileFacts> facts() {
    Stream<FileFacts> loaded =
        rows == null ? Stream.empty() : rows.stream().map(row -> FileFacts.of(row.blob()));
    return Stream.concat(loaded, pending().stream().map(Source::facts)).toList();
  }

  /** The rows, loaded together with those of every other owner in the session if need be. */
  public List<AttachmentRow> rows() {
    if (rows == null) {
      if (binding == null) {
        Unbound.requireNewToRead(owner);
        return List.of();
      }
      binding.rooms().load(this, binding);
    }
    if (rows == null) {
      throw new AffixException("Nothing was loaded for " + binding);
    }
    return List.copyOf(rows);
  }

  /** For {@code toString}; never asks the database. */
  public String description() {
    String where =
        binding == null ? " of a new " + owner.getClass().getSimpleName() : " " + binding;
    return "[" + (rows == null ? "not loaded" : rows.size() + " loaded") + where + "]";
  }
}
