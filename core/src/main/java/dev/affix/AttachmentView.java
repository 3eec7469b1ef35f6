package dev.affix;

import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/**
 * What there is to show of an attached file; serializes to JSON as it stands.
 *
 * @param id of the attachment
 * @param contentType media type without parameters
 * @param byteSize length in bytes
 * @param url where the file can be fetched
 * @param variants URLs of the declared variants by name; empty for files that are no pictures
 */
public record AttachmentView(
    UUID id, String filename, String contentType, long byteSize, URI url, Map<String, URI> variants)
    implements Serializable {}
