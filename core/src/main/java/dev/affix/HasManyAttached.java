package dev.affix;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that an entity has any number of files, in order under the field's name:
 *
 * <pre>{@code
 * @HasManyAttached @Transient private final AttachedMany pictures = AttachedMany.of(this);
 * }</pre>
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface HasManyAttached {
  /**
   * Name in the tables, at most 64 characters; empty for the field's own. Keep it when renaming.
   */
  String name() default "";

  /** Storage service for new files; empty for the default service. */
  String service() default "";

  /** How the service should keep new files. */
  Stored stored() default @Stored;

  /** Who may fetch the files. */
  Visibility visibility() default Visibility.SIGNED;

  /** The variants that can be asked for. */
  Variant[] variants() default {};
}
