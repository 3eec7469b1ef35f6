package dev.affix.internal;

import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.serving.BlobLocation;
import dev.affix.internal.serving.BlobLookup;
import dev.affix.model.BlobState;
import dev.affix.serving.GuardedFile;
import dev.affix.storage.StorageKey;
import java.util.Optional;
import java.util.UUID;

/** What serving asks the rows: guarded attachments, and blobs that moved. */
record RowLookup(Tables tables, OwnTransactions transactions) implements BlobLookup {

  @Override
  public Optional<GuardedFile> attachment(UUID attachmentId) {
    return transactions
        .call(sql -> tables.attachments().owner(sql, attachmentId))
        .map(a -> new GuardedFile(a.id(), a.blobId(), a.ownerType(), a.ownerId(), a.name()));
  }

  @Override
  public Optional<BlobLocation> locate(UUID blobId) {
    return transactions
        .call(sql -> tables.blobs().find(sql, blobId))
        .filter(blob -> blob.state() != BlobState.STAGED)
        .map(blob ->
            new BlobLocation(blob.file().service(), StorageKey.of(blob.file().storageKey())));
  }
}
