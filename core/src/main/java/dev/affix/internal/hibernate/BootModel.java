package dev.affix.internal.hibernate;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.internal.mapping.EntityClass;
import dev.affix.internal.rows.BlobReference;
import dev.affix.model.Blob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.boot.Metadata;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.ToOne;
import org.hibernate.mapping.Value;

/**
 * What only Hibernate's boot-time model tells: the entity classes, whose rows stay when they are
 * deleted, which columns of the user's refer to blobs, and which handles are mapped as columns.
 *
 * @param mappedHandles told as faults
 */
record BootModel(
    List<EntityClass> entities,
    Set<Class<?>> softDeleted,
    List<BlobReference> references,
    List<String> mappedHandles) {

  static BootModel of(Metadata metadata, SessionFactoryImplementor factory) {
    List<EntityClass> entities = new ArrayList<>();
    Set<Class<?>> softDeleted = new HashSet<>();
    List<String> mappedHandles = new ArrayList<>();
    var references = new References(factory, new ArrayList<>());
    for (PersistentClass entity : metadata.getEntityBindings()) {
      Class<?> type = entity.getMappedClass();
      if (type == null || type.getPackageName().equals(Blob.class.getPackageName())) {
        continue;
      }
      entities.add(
          new EntityClass(
              type,
              entity.getRootClass().getMappedClass(),
              entity.getRootClass().getJpaEntityName()));
      if (isSoftDeleted(entity)) {
        softDeleted.add(type);
      }
      for (Property property : entity.getProperties()) {
        references.scan(property.getValue());
        if (isMappedHandle(property)) {
          mappedHandles.add(
              "%s.%s is mapped as a column by Hibernate; put @Transient where its mapping is read from: on the getter with property access, else on the field"
                  .formatted(type.getName(), property.getName()));
        }
      }
    }
    for (Collection collection : metadata.getCollectionBindings()) {
      references.scan(collection.getElement());
    }
    return new BootModel(
        List.copyOf(entities),
        Set.copyOf(softDeleted),
        List.copyOf(references.found()),
        List.copyOf(mappedHandles));
  }

  /** A handle is serializable, and so a binary column to Hibernate. */
  private static boolean isMappedHandle(Property property) {
    Class<?> type = property.getType().getReturnedClass();
    return type == AttachedOne.class || type == AttachedMany.class;
  }

  /** By {@code @SoftDelete}, or by an {@code @SQLDelete} that is an UPDATE. */
  private static boolean isSoftDeleted(PersistentClass entity) {
    String delete = entity.getCustomSQLDelete();
    return entity.getRootClass().getSoftDeleteColumn() != null
        || (delete != null && delete.strip().toLowerCase(Locale.ROOT).startsWith("update"));
  }

  private record References(SessionFactoryImplementor factory, List<BlobReference> found) {

    void scan(Value value) {
      if (value instanceof Component component) {
        for (Property property : component.getProperties()) {
          scan(property.getValue());
        }
      } else if (value instanceof ToOne toOne
          && Blob.class.getName().equals(toOne.getReferencedEntityName())) {
        Dialect dialect = factory.getJdbcServices().getDialect();
        String table = toOne.getTable().getQualifiedName(factory.getSqlStringGenerationContext());
        for (Column column : toOne.getColumns()) {
          found.add(new BlobReference(table, column.getQuotedName(dialect)));
        }
      }
    }
  }
}
