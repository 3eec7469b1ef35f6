package dev.affix.internal.rows;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statements on the tables of owners: only whether they are there. */
public final class OwnerRows {
  private static final int CHUNK = 50;

  /** Those of the owners that have no row. Texts that are no ids of this type have none. */
  public Set<String> absent(Sql sql, OwnerTable owners, Collection<String> ownerIds) {
    Map<String, List<Object>> ids = new LinkedHashMap<>();
    Set<String> absent = new HashSet<>();
    for (String ownerId : ownerIds) {
      owners
          .ids()
          .read(ownerId)
          .ifPresentOrElse(id -> ids.put(ownerId, id), () -> absent.add(ownerId));
    }
    if (!ids.isEmpty() && count(sql, owners, ids.values()) < ids.size()) {
      List<String> all = List.copyOf(ids.keySet());
      for (int from = 0; from < all.size(); from += CHUNK) {
        List<String> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
        Set<Integer> found =
            found(sql, owners, chunk.stream().map(ids::get).map(Objects::requireNonNull).toList());
        IntStream.range(0, chunk.size())
            .filter(i -> !found.contains(i))
            .forEach(i -> absent.add(chunk.get(i)));
      }
    }
    return absent;
  }

  /** In the usual case all are there, and counting them shows it. */
  private static long count(Sql sql, OwnerTable owners, Collection<List<Object>> ids) {
    boolean simple = owners.columns().size() == 1;
    String one = simple ? "?" : owners.condition();
    String each = String.join(simple ? ", " : " or ", Collections.nCopies(ids.size(), one));
    String condition = simple ? "o." + owners.columns().get(0) + " in (" + each + ")" : each;
    Object[] arguments = ids.stream().flatMap(List::stream).toArray();
    long count = 0;
    for (String table : owners.tables()) {
      count +=
          sql.queryOne(
                  "select count(*) as n from " + table + " o where " + condition,
                  row -> row.number("n"),
                  arguments)
              .orElse(0L);
    }
    return count;
  }

  /** Which of them are there, by their place in the list: ids come back in many types. */
  private static Set<Integer> found(Sql sql, OwnerTable owners, List<List<Object>> ids) {
    Set<Integer> found = new HashSet<>();
    Object[] arguments = ids.stream().flatMap(List::stream).toArray();
    for (String table : owners.tables()) {
      String each =
          IntStream.range(0, ids.size())
              .mapToObj(
                  i -> "select " + i + " as n from " + table + " o where " + owners.condition())
              .collect(Collectors.joining(" union all "));
      found.addAll(sql.query(each, row -> (int) row.number("n"), arguments));
    }
    return found;
  }
}
