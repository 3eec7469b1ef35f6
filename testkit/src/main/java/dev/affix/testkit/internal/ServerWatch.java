package dev.affix.testkit.internal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends a server with this JVM, however the JVM ends: a waiting shell notices that its input, which
 * only this JVM holds open, has closed. Shutdown hooks alone would leak the server of a killed JVM.
 */
public final class ServerWatch {
  /** The signal that a server takes as the request for a quick but orderly end. */
  public enum Signal {
    /** For databases. */
    QUIT,
    /** For everything else; a JVM would answer the other one with its threads. */
    TERM
  }

  // The name of the folder on the command line tells the server from a process that got its id
  // later. The signal is repeated, for one that comes while a server starts may be lost.
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      read -r _
      id=$(head -n 1 "$1" 2>/dev/null)
      lives() {
        [ -n "$id" ] || return 1
        { tr '\\0' ' ' < "/proc/$id/cmdline" || ps -o args= -p "$id"; } 2>/dev/null | grep -qF -- "$1"
      }
      rounds=0
      while lives "$2" && [ $rounds -lt 30 ]; do
        if [ $((rounds % 10)) = 0 ]; then kill -"$3" "$id"; fi
        sleep 1
        rounds=$((rounds + 1))
      done
      if lives "$2"; then kill -KILL "$id"; fi
      rm -rf -- "$2"
      """;

  // Held, since a collected Process closes the input.
  private static final List<Process> WATCHES = new ArrayList<>();

  private ServerWatch() {}

  /**
   * Call it before the server starts, so that a failed start leaves nothing either.
   *
   * @param id the file whose first line the server makes its process id
   * @param folder everything of the server, named on its command line; removed when it has ended
   */
  public static synchronized void endWithThisJvm(Path id, Path folder, Signal signal)
      throws IOException {
    WATCHES.add(
        new ProcessBuilder(
                "/bin/sh", "-c", SCRIPT, "watch", id.toString(), folder.toString(), signal.name())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
  }
}
