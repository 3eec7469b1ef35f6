package dev.affix.internal.loading;

import dev.affix.AffixException;
import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.OwnerSession;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** What to say when a session loads one owner's attachments at a time. */
public sealed interface Strictness {

  /**
   * Looks at one load.
   *
   * @param batchSize owners that the load at hand serves
   * @throws AffixException if that is too few too often
   */
  void check(OwnerSession session, Binding binding, int batchSize);

  /** Says nothing. */
  record Lenient() implements Strictness {
    @Override
    public void check(OwnerSession session, Binding binding, int batchSize) {}
  }

  /** Throws at the second load in a row, in one session, that serves a single owner each. */
  final class Strict implements Strictness {
    /** In each session, by attachment: the owner that was last loaded alone. */
    private final Map<Object, Map<String, String>> singles =
        Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public void check(OwnerSession session, Binding binding, int batchSize) {
      String attachment = binding.mapping().toString();
      Map<String, String> last =
          singles.computeIfAbsent(session.identity(), identity -> new HashMap<>());
      if (batchSize > 1) {
        last.remove(attachment);
        return;
      }
      String before = last.put(attachment, binding.ownerId());
      if (before != null && !before.equals(binding.ownerId())) {
        throw new AffixException(
            binding
                + " is loaded for one owner at a time in this session, one statement each; load the"
                + " owners as a list first, or call affix.preload(owners, \""
                + binding.mapping().name()
                + "\")");
      }
    }
  }
}
