package dev.affix.testkit;

/**
 * Something to watch while it runs.
 *
 * @param <E> what it may throw; inferred as unchecked for a lambda that throws nothing
 */
@FunctionalInterface
public interface Work<E extends Exception> {

  void run() throws E;
}
