package dev.affix;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the storage service should keep the new files of an attachment and serve them to those who
 * come to it directly. What is not said is as the service does it; a service leaves out what it has
 * no notion of, as {@code DiskService} leaves out all of it.
 *
 * <p>Direct uploads take it on when they are attached. A variant takes that of the attachment that
 * declares its recipe; where several declare the same recipe and differ in this, that of the
 * service. Files that {@code affix.move} brings to another service are kept as that service does
 * it.
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Stored {
  /** The header {@code Cache-Control}. */
  String cacheControl() default "";

  /** The header {@code Content-Disposition}. */
  String contentDisposition() default "";

  /** For example {@code STANDARD_IA} on S3. */
  String storageClass() default "";

  /**
   * On S3 {@code AES256}, for keys of the store's own, or the id of a key of its key management.
   */
  String encryption() default "";
}
