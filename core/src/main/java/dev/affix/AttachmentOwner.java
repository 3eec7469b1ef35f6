package dev.affix;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names an entity in the attachment tables. Put it on the root entity of a hierarchy. The name
 * stays when the class is renamed or moved; without this annotation it is the root's entity name.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AttachmentOwner {
  /** Stable name, 1 to 100 characters, unique in the persistence unit. */
  String value();

  /**
   * Names that it had before, the entity's name included if there was no annotation. Attachments of
   * these names are read, replaced and removed as its own; {@link Affix#housekeeping} gives them
   * the new name. Without this a change of the name hides every attachment.
   */
  String[] formerly() default {};

  /** What happens to attachments when Hibernate marks the owner deleted instead of deleting it. */
  OnSoftDelete onSoftDelete() default OnSoftDelete.KEEP;

  /** What a soft deletion does to attachments. */
  enum OnSoftDelete {
    /** They stay attached, so that the owner can come back whole. */
    KEEP,
    /** They are purged, as when the owner is really deleted. */
    PURGE
  }
}
