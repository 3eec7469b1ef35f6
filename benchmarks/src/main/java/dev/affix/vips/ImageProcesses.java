package dev.affix.vips;

import java.util.List;

/** Looks at the processes of an {@link IsolatedVips}, which it keeps to itself. */
public final class ImageProcesses {
  private ImageProcesses() {}

  /** Those that live. */
  public static List<ProcessHandle> of(IsolatedVips processor) {
    return processor.handles();
  }
}
