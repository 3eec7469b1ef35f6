package dev.affix.internal.loading;

import dev.affix.AffixException;
import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.OwnerSession;
import java.util.Collections;
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

  /** Throws at the second load in a row, in one session, that serves a single owner. */
  final class Strict implements Strictness {
    /** The attachment that each session loaded last for a single owner. */
    private final Map<Object, String> lastSingle = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public void check(OwnerSession session, Binding binding, int batchSize) {
      String attachment = binding.mapping().toString();
      if (batchSize > 1) {
        lastSingle.remove(session.identity());
      } else if (attachment.equals(lastSingle.put(session.identity(), attachment))) {
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
