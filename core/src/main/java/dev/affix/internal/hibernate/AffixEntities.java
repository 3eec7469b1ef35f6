package dev.affix.internal.hibernate;

import dev.affix.model.Attachment;
import dev.affix.model.Blob;
import dev.affix.model.VariantRecord;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.spi.MetadataSourcesContributor;
import org.jspecify.annotations.NullUnmarked;

/**
 * Adds the entities to every persistence unit, together with the user's own, so that those may
 * refer to {@link Blob}. Loaded by Hibernate.
 */
@NullUnmarked
public final class AffixEntities implements MetadataSourcesContributor {
  @Override
  public void contribute(MetadataSources sources) {
    sources.addAnnotatedClass(Blob.class);
    sources.addAnnotatedClass(Attachment.class);
    sources.addAnnotatedClass(VariantRecord.class);
  }
}
