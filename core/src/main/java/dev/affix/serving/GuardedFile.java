package dev.affix.serving;

import java.util.UUID;

/**
 * A file under {@link dev.affix.Visibility#GUARDED}, as its attachment names it.
 *
 * @param attachmentId the attachment that the URL was made for
 * @param blobId the blob it holds
 * @param ownerType the owner's stable name, as in {@code @AttachmentOwner}
 * @param ownerId the owner's id as canonical text
 * @param name the attachment's name, as {@code "icon"}
 */
public record GuardedFile(
    UUID attachmentId, UUID blobId, String ownerType, String ownerId, String name) {}
