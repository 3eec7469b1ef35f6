/** File attachments for Jakarta Persistence entities; start at {@link dev.affix}. */
module dev.affix.core {
  requires transitive jakarta.persistence;
  requires transitive org.jspecify;
  requires java.sql;
  requires java.naming;
  requires jakarta.transaction;
  requires static jakarta.validation;
  requires org.apache.commons.codec;
  requires org.apache.tika.core;
  requires org.hibernate.orm.core;
  requires org.slf4j;

  exports dev.affix;
  exports dev.affix.image;
  exports dev.affix.storage;
}
