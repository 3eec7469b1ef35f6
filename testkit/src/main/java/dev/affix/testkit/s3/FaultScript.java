package dev.affix.testkit.s3;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which request meets which fault, and what has come so far. */
final class FaultScript {
  private static final int MOST_REQUESTS = 10_000;

  private record Rule(HttpFault fault, Predicate<SeenRequest> which, boolean once) {}

  private final List<Rule> rules = new ArrayList<>();
  private final Deque<SeenRequest> requests = new ArrayDeque<>();
  private int faults;

  synchronized void add(HttpFault fault, Predicate<SeenRequest> which, boolean once) {
    rules.add(new Rule(fault, which, once));
  }

  synchronized void clear() {
    rules.clear();
  }

  synchronized void forget() {
    requests.clear();
  }

  synchronized int faults() {
    return faults;
  }

  synchronized List<SeenRequest> requests() {
    return List.copyOf(requests);
  }

  /** Notes the request and finds its fault. */
  synchronized Optional<HttpFault> meet(SeenRequest request) {
    if (requests.size() == MOST_REQUESTS) {
      requests.removeFirst();
    }
    requests.addLast(request);
    for (Iterator<Rule> each = rules.iterator(); each.hasNext(); ) {
      Rule rule = each.next();
      if (rule.which().test(request)) {
        if (rule.once()) {
          each.remove();
        }
        faults++;
        return Optional.of(rule.fault());
      }
    }
    return Optional.empty();
  }
}
