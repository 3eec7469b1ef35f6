package dev.affix.storage;

import java.util.Optional;

/**
 * A service whose settings say whose objects it keeps, for example by a prefix that has the
 * environment's name. An Affix that has another name refuses to be built with it.
 */
public interface EnvironmentAware {

  /** Name of the environment that the service was set up for; empty if it was given none. */
  Optional<String> environment();
}
