package dev.affix.proof;

import dev.affix.AttachedOne;

/** What a test sees of a {@link Photographer}, whichever class loader made its class. */
public interface Portrayed {
  Long id();

  String name();

  void rename(String to);

  String biography();

  AttachedOne portrait();
}
