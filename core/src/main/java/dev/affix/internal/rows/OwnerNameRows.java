package dev.affix.internal.rows;

import dev.affix.internal.rows.AttachmentRows.Owned;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Statements that give the attachments of a type of owners its new name. */
public final class OwnerNameRows {
  private static final String TAKEN =
      "exists (select 1 from affix_attachments n where n.owner_type = ? and n.name = f.name"
          + " and n.owner_id = f.owner_id and n.slot = f.slot)";

  /**
   * Renames at most {@code limit} attachments whose slots are free under the new name; gives how
   * many. Those that a transaction holds are left for later.
   */
  public int rename(Sql sql, String from, String to, int limit) {
    List<UUID> ids =
        sql.query(
            "select f.id from affix_attachments f where f.owner_type = ? and not "
                + TAKEN
                + " order by f.name, f.owner_id, f.slot limit ? for update skip locked",
            row -> row.uuid("id"),
            from,
            to,
            limit);
    if (ids.isEmpty()) {
      return 0;
    }
    List<Object> arguments = new ArrayList<>(List.of(to, from));
    arguments.addAll(ids);
    return sql.update(
        "update affix_attachments set owner_type = ? where owner_type = ? and id in (%s?)"
            .formatted("?, ".repeat(ids.size() - 1)),
        arguments.toArray());
  }

  /** Attachments whose slots were taken under the new name by a node that knew no other. */
  public List<Owned> taken(Sql sql, String from, String to, int limit) {
    return sql.query(
        "select f.id, f.blob_id, f.owner_id, f.name from affix_attachments f"
            + " where f.owner_type = ? and "
            + TAKEN
            + " order by f.name, f.owner_id, f.slot limit ?",
        row ->
            new Owned(
                row.uuid("id"), row.uuid("blob_id"), to, row.text("owner_id"), row.text("name")),
        from,
        to,
        limit);
  }
}
