package dev.affix;

import dev.affix.image.ImageProperties;
import dev.affix.image.Placeholder;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What there is to show of an attached file; serializes to JSON as it stands.
 *
 * @param id of the attachment
 * @param contentType media type without parameters
 * @param byteSize length in bytes
 * @param url where the file can be fetched
 * @param variants URLs of the variants declared one by one, by name; empty for files that are no
 *     pictures
 * @param pictures the declared responsive sets by name; empty for files that are no pictures
 * @param image sizes of a picture, if its attachment asks for them
 * @param placeholder what to show until the picture has come, if its attachment asks for it
 */
public record AttachmentView(
    UUID id,
    String filename,
    String contentType,
    long byteSize,
    URI url,
    Map<String, URI> variants,
    Map<String, ResponsivePicture> pictures,
    @Nullable ImageProperties image,
    @Nullable Placeholder placeholder)
    implements Serializable {}
