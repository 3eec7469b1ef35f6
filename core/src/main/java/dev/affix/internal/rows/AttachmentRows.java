package dev.affix.internal.rows;

import dev.affix.internal.Uuids;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Statements on {@code affix_attachments}. */
public final class AttachmentRows {
  /** Owners in one statement; Oracle's limit, and enough to make the round trip cheap. */
  public static final int CHUNK = 1_000;

  private final OwnerNames names;

  public AttachmentRows(OwnerNames names) {
    this.names = names;
  }

  /** What stands in a slot. */
  public record Occupant(UUID id, long position, UUID blobId) {}

  /** An attachment with its owner, whose type has the name of now. */
  public record Owned(UUID id, UUID blobId, String ownerType, String ownerId, String name) {}

  /** A kind of attachment as rows name it. */
  public record Named(String ownerType, String name) {}

  /** A blob, and a kind of attachment that has it. */
  public record Use(UUID blobId, Named kind) {}

  /**
   * An attachment on a walk through all of a kind.
   *
   * @param slot with the owner's id, where the walk stands
   */
  public record Visited(UUID id, UUID blobId, String ownerId, String slot, String storageKey) {}

  /**
   * Takes the slot; false if it is taken or the owner's row is gone, in which case the transaction
   * stays usable. A slot has a place in the unique index under each name of the owner's type, and
   * is free if all are: those of before are taken first, lest it is renamed meanwhile, and given
   * back.
   *
   * @param owner null for an owner that is not in the database yet
   */
  public boolean insertIfFree(
      Sql sql, Slot slot, AttachmentRow row, Instant createdAt, @Nullable OwnerRow owner) {
    List<UUID> probes = new ArrayList<>();
    boolean free = true;
    for (String type : names.of(slot.ownerType())) {
      boolean now = type.equals(slot.ownerType());
      AttachmentRow own = now ? row : row.withId(Uuids.next());
      free = free && insert(sql, slot.under(type), own, createdAt, owner);
      if (free && !now) {
        probes.add(own.id());
      }
    }
    probes.forEach(id -> sql.update("delete from affix_attachments where id = ?", id));
    return free;
  }

  private static boolean insert(
      Sql sql, Slot slot, AttachmentRow row, Instant createdAt, @Nullable OwnerRow owner) {
    String marks = "?, ?, ?, ?, ?, ?, ?, ?";
    List<Object> ownerId = owner == null ? List.of() : owner.id();
    return sql.insertOrLock(
        "insert into affix_attachments (id, owner_type, name, owner_id, slot, position, blob_id,"
            + " created_at)"
            + (owner == null
                ? " values (" + marks + ")"
                : " select " + marks + owner.locked(sql.dialect())),
        "affix_attachments.created_at", // nobody orders by it
        Stream.concat(
                Stream.of(
                    row.id(),
                    slot.ownerType(),
                    slot.name(),
                    slot.ownerId(),
                    slot.slot(),
                    row.position(),
                    row.blob().id(),
                    createdAt),
                ownerId.stream())
            .toArray());
  }

  /** Locks what stands in the slot, under the name of now rather than one of before. */
  public Optional<Occupant> lock(Sql sql, Slot slot) {
    Optional<Occupant> occupant = Optional.empty();
    for (String type : names.of(slot.ownerType())) {
      Optional<Occupant> found = lockOne(sql, slot.under(type));
      occupant = found.isPresent() ? found : occupant;
    }
    return occupant;
  }

  /** Whether rows may name the type as it was called before. */
  public boolean isRenamed(String ownerType) {
    return names.of(ownerType).size() > 1;
  }

  private static Optional<Occupant> lockOne(Sql sql, Slot slot) {
    return sql.queryOne(
        "select id, position, blob_id from affix_attachments"
            + " where owner_type = ? and name = ? and owner_id = ? and slot = ? for update",
        row -> new Occupant(row.uuid("id"), row.number("position"), row.uuid("blob_id")),
        slot.ownerType(),
        slot.name(),
        slot.ownerId(),
        slot.slot());
  }

  /** Points the row at another blob, if it still points at the expected one. */
  public boolean swap(Sql sql, UUID id, UUID expected, UUID blobId) {
    return sql.update(
            "update affix_attachments set blob_id = ? where id = ? and blob_id = ?",
            blobId,
            id,
            expected)
        == 1;
  }

  /** Moves the row within its handle. */
  public boolean move(Sql sql, UUID id, long position) {
    return sql.update("update affix_attachments set position = ? where id = ?", position, id) == 1;
  }

  /**
   * Removes the row; false if it is gone, points at another blob by now, or is another owner's or
   * under another name: nobody can take away what is not theirs.
   */
  public boolean delete(Sql sql, Owned attachment) {
    List<String> types = names.of(attachment.ownerType());
    return sql.update(
            "delete from affix_attachments where id = ? and blob_id = ?"
                + " and name = ? and owner_id = ? and owner_type "
                + anyOf(types),
            arguments(
                List.of(
                    attachment.id(), attachment.blobId(), attachment.name(), attachment.ownerId()),
                types))
        == 1;
  }

  /** Locks and returns every attachment of an owner under these names. */
  public List<Owned> lockAllOf(
      Sql sql, String ownerType, String ownerId, List<String> attachments) {
    List<String> types = names.of(ownerType);
    return sql.query(
        "select id, blob_id, owner_type, owner_id, name from affix_attachments where owner_type "
            + anyOf(types)
            + " and owner_id = ? and name in ("
            + marks(attachments.size())
            + ") for update",
        this::owned,
        arguments(types, List.of(ownerId), attachments));
  }

  /** Removes every attachment of an owner under these names. */
  public int deleteAllOf(Sql sql, String ownerType, String ownerId, List<String> attachments) {
    List<String> types = names.of(ownerType);
    return sql.update(
        "delete from affix_attachments where owner_type "
            + anyOf(types)
            + " and owner_id = ? and name in ("
            + marks(attachments.size())
            + ")",
        arguments(types, List.of(ownerId), attachments));
  }

  /**
   * The attachments of that name of up to {@link #CHUNK} owners, blobs included, in order. The list
   * of ids is padded to a power of two, so that few different statements reach the plan cache.
   */
  public List<AttachmentRow> load(Sql sql, String ownerType, String name, List<String> ownerIds) {
    List<String> types = names.of(ownerType);
    List<String> padded = pad(ownerIds);
    List<Placed> found =
        sql.query(
            "select a.id, a.owner_type, a.owner_id, a.slot, a.position, "
                + BlobRows.COLUMNS
                + " from affix_attachments a join affix_blobs b on b.id = a.blob_id"
                + " where a.owner_type "
                + anyOf(types)
                + " and a.name = ? and a.owner_id in ("
                + marks(padded.size())
                + ")",
            row ->
                new Placed(
                    new Slot(row.text("owner_type"), name, row.text("owner_id"), row.text("slot")),
                    new AttachmentRow(
                        row.uuid("id"),
                        row.text("owner_id"),
                        row.number("position"),
                        BlobRows.read(row))),
            arguments(types, List.of(name), padded));
    Set<Slot> slots =
        types.size() == 1 ? Set.of() : found.stream().map(Placed::slot).collect(Collectors.toSet());
    return found.stream()
        .filter(row -> isSeen(row.slot, slots, types))
        .map(Placed::row)
        .sorted(AttachmentRow.ORDER)
        .toList();
  }

  private record Placed(Slot slot, AttachmentRow row) {}

  /** Not if its slot is taken under a later name, by a node that knew no other. */
  private static boolean isSeen(Slot slot, Set<Slot> slots, List<String> types) {
    return types.subList(types.indexOf(slot.ownerType()) + 1, types.size()).stream()
        .map(slot::under)
        .noneMatch(slots::contains);
  }

  /** Whose an attachment is and what it points at now; empty if it is gone. */
  public Optional<Owned> owner(Sql sql, UUID id) {
    return sql.queryOne(
        "select id, blob_id, owner_type, owner_id, name from affix_attachments where id = ?",
        this::owned,
        id);
  }

  /** As what each of these blobs is attached. */
  public List<Use> uses(Sql sql, Collection<UUID> blobIds) {
    return sql.query(
        "select distinct blob_id, owner_type, name from affix_attachments where blob_id in ("
            + "?, ".repeat(blobIds.size() - 1)
            + "?)",
        row -> new Use(row.uuid("blob_id"), new Named(row.text("owner_type"), row.text("name"))),
        blobIds.toArray());
  }

  /** Every kind of attachment that rows name, mapped or not. */
  public List<Named> kinds(Sql sql) {
    return sql.query(
        "select distinct owner_type, name from affix_attachments order by owner_type, name",
        row -> new Named(row.text("owner_type"), row.text("name")));
  }

  /**
   * The next attachments of that kind whose blobs are on the service, after an owner's id and slot,
   * in their order.
   */
  public List<Visited> after(
      Sql sql, String service, Named kind, String ownerId, String slot, int limit) {
    return sql.query(
        "select a.id, a.blob_id, a.owner_id, a.slot, b.storage_key"
            + " from affix_attachments a join affix_blobs b on b.id = a.blob_id"
            + " where b.service = ? and a.owner_type = ? and a.name = ? and a.owner_id >= ?"
            + " and (a.owner_id > ? or a.slot > ?) order by a.owner_id, a.slot limit ?",
        row ->
            new Visited(
                row.uuid("id"),
                row.uuid("blob_id"),
                row.text("owner_id"),
                row.text("slot"),
                row.text("storage_key")),
        service,
        kind.ownerType(),
        kind.name(),
        ownerId,
        ownerId,
        slot,
        limit);
  }

  /**
   * An attached file whose variants are looked at.
   *
   * @param slot with the owner's id, where the walk stands
   */
  public record Original(
      String ownerId, String slot, UUID blobId, String storageKey, long byteSize) {}

  /** The next stored files of that kind after an owner's id and slot, in their order. */
  public List<Original> originals(Sql sql, Named kind, String ownerId, String slot, int limit) {
    return sql.query(
        "select a.owner_id, a.slot, a.blob_id, b.storage_key, b.byte_size"
            + " from affix_attachments a join affix_blobs b on b.id = a.blob_id"
            + " where b.state = 'STORED' and a.owner_type = ? and a.name = ? and a.owner_id >= ?"
            + " and (a.owner_id > ? or a.slot > ?) order by a.owner_id, a.slot limit ?",
        row ->
            new Original(
                row.text("owner_id"),
                row.text("slot"),
                row.uuid("blob_id"),
                row.text("storage_key"),
                row.number("byte_size")),
        kind.ownerType(),
        kind.name(),
        ownerId,
        ownerId,
        slot,
        limit);
  }

  private Owned owned(Row row) throws SQLException {
    return new Owned(
        row.uuid("id"),
        row.uuid("blob_id"),
        names.now(row.text("owner_type")),
        row.text("owner_id"),
        row.text("name"));
  }

  static List<String> pad(List<String> ids) {
    int size = Integer.highestOneBit(Math.max(1, ids.size() - 1)) << 1;
    int target = ids.size() == 1 ? 1 : Math.min(CHUNK, size);
    List<String> padded = new ArrayList<>(ids);
    while (padded.size() < target) {
      padded.add(ids.get(ids.size() - 1));
    }
    return padded;
  }

  private static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  private static String anyOf(List<String> types) {
    return types.size() == 1 ? "= ?" : "in (" + marks(types.size()) + ")";
  }

  private static Object[] arguments(List<?>... parts) {
    return Stream.of(parts).flatMap(List::stream).toArray();
  }
}
