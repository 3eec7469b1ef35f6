/** File attachments for Jakarta Persistence entities; start at {@link dev.affix}. */
module dev.affix.core {
  requires transitive jakarta.persistence;
  requires transitive java.sql;
  requires transitive org.jspecify;
  requires jakarta.transaction;
  requires static jakarta.validation;
  requires org.apache.commons.codec;
  requires org.apache.tika.core;
  requires org.hibernate.orm.core;
  requires org.slf4j;

  exports dev.affix;
  exports dev.affix.image;
  exports dev.affix.lifecycle;
  exports dev.affix.model;
  exports dev.affix.pace;
  exports dev.affix.serving;
  exports dev.affix.storage;
  exports dev.affix.validation;

  // Hibernate reads and makes the entities by reflection, and validators are made by theirs.
  opens dev.affix.model;
  opens dev.affix.validation;

  provides org.hibernate.integrator.spi.Integrator with
      dev.affix.internal.hibernate.AffixIntegrator;
  provides org.hibernate.boot.spi.MetadataSourcesContributor with
      dev.affix.internal.hibernate.AffixEntities;
}
