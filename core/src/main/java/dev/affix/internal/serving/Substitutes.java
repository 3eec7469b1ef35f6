package dev.affix.internal.serving;

import java.util.List;

/** Port: what may be shown in place of a variant that cannot be made or whose file is gone. */
@FunctionalInterface
public interface Substitutes {

  /** In the order of preference; empty if it is 404 then. */
  List<Substitute> of(String variantName, String digest);
}
