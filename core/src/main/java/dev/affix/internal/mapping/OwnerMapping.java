package dev.affix.internal.mapping;

import dev.affix.AttachmentOwner.OnSoftDelete;
import java.util.List;
import java.util.Optional;

/**
 * An entity class that has attachments, its own and inherited ones.
 *
 * @param entityClass the concrete class
 * @param ownerType its root's name in the tables
 */
public record OwnerMapping(
    Class<?> entityClass,
    String ownerType,
    OnSoftDelete onSoftDelete,
    List<AttachmentMapping> attachments) {

  /** The attachment of that field name or table name. */
  public Optional<AttachmentMapping> attachment(String name) {
    return attachments.stream()
        .filter(a -> a.name().equals(name) || a.field().getName().equals(name))
        .findFirst();
  }
}
