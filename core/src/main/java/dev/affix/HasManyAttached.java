package dev.affix;

import dev.affix.image.Analysis;
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

  /** Pictures in several widths and formats that can be asked for. */
  Responsive[] responsive() default {};

  /**
   * What to find out of pictures while they are staged for this attachment, one at most, to have it
   * with the row: {@link AttachedFile#image} and {@link AttachedFile#placeholder}. Without an image
   * processor nothing is found; a picture that it can make nothing of is attached without.
   */
  Analysis[] analyze() default {};
}
