package dev.affix.pace;

import java.nio.file.Files;
import java.nio.file.Path;

/** Stops as long as a file exists. */
record FlagFile(Path file) implements HealthSignal {
  @Override
  public String name() {
    return "flag file";
  }

  @Override
  public Health read(Probe probe) {
    return Files.exists(file)
        ? Health.stop("the file \"" + file + "\" exists; remove it to go on")
        : Health.ok("the file \"" + file + "\" does not exist");
  }
}
