package dev.affix.lifecycle;

import dev.affix.Upload;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks at uploads before they can be attached: quotas, scanners. Refuses by throwing {@link
 * dev.affix.UploadRejectedException}; then nothing is kept. Called on the uploading thread, outside
 * transactions of Affix's own.
 */
public interface UploadInspector {

  /** Before the first byte is stored; the head has been looked at. */
  default void beforeStoring(Inspection upload) {}

  /**
   * After the bytes are stored and verified, before anybody can attach them.
   *
   * @param content opens what was stored; the inspector closes it
   */
  default void afterStoring(Inspection upload, Upload.Opener content) {}

  /**
   * What is known of an upload.
   *
   * @param attachment as {@code Pseud.icon}, if it is known where it will be attached
   * @param contentType as the bytes tell
   * @param byteSize known beforehand, or after storing
   */
  record Inspection(
      @Nullable String attachment, String filename, String contentType, OptionalLong byteSize) {}
}
