package dev.affix.internal.rows;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the owners of one type are, whatever Hibernate shows of them: rows that are marked deleted,
 * restricted or another tenant's count as well.
 *
 * @param tables qualified and quoted as the database wants them; an owner is in one of them
 * @param columns of its id, likewise
 * @param ids reads canonical text
 */
public record OwnerTable(List<String> tables, List<String> columns, IdReader ids) {

  /** From an owner's id as text to the value of each column. */
  @FunctionalInterface
  public interface IdReader {
    /** Empty if it is no id of this type. */
    Optional<List<Object>> read(String ownerId);
  }

  /** That row {@code o} is the one with an id; a parameter for each column. */
  String condition() {
    return columns.stream()
        .map(column -> "o." + column + " = ?")
        .collect(Collectors.joining(" and ", "(", ")"));
  }
}
