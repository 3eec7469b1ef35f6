package dev.affix.internal;

import dev.affix.image.Variation;
import dev.affix.internal.handles.Links;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.internal.signing.FileLink;
import dev.affix.internal.signing.UrlSigner;
import dev.affix.internal.signing.VariantLink;
import dev.affix.model.Blob;
import dev.affix.storage.StorageKey;
import java.net.URI;

/** URLs by the token that serving reads. */
record SignedLinks(UrlSigner signer) implements Links {

  @Override
  public URI original(AttachmentMapping mapping, AttachmentRow row) {
    return signer.urlOf(link(mapping, row));
  }

  @Override
  public URI variant(AttachmentMapping mapping, AttachmentRow row, String variant) {
    Variation variation = mapping.variation(variant);
    String contentType = variation.outputFor(row.blob().contentType()).contentType();
    return signer.urlOf(
        link(mapping, row).withVariant(VariantLink.of(variant, variation.digest(), contentType)));
  }

  private static FileLink link(AttachmentMapping mapping, AttachmentRow row) {
    Blob blob = row.blob();
    return FileLink.of(
            blob.id(),
            blob.file().service(),
            StorageKey.of(blob.file().storageKey()),
            blob.filename(),
            blob.contentType())
        .withVisibility(mapping.visibility(), row.id());
  }
}
