package dev.affix.internal.hibernate;

import dev.affix.internal.rows.OwnerTable;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.EntityIdentifierMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.TableDetails;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.ComponentType;
import org.hibernate.type.Type;

/** Finds the tables of owners, and reads the texts of their ids back. */
final class OwnerTables {
  private final SessionFactoryImplementor factory;

  OwnerTables(SessionFactoryImplementor factory) {
    this.factory = factory;
  }

  /**
   * The tables of a hierarchy.
   *
   * @return empty if its ids have parts that text does not tell, such as other entities
   */
  Optional<OwnerTable> of(Class<?> root) {
    List<EntityPersister> concrete = new ArrayList<>();
    factory
        .getMappingMetamodel()
        .forEachEntityDescriptor(persister -> {
          Class<?> type = persister.getMappedClass();
          if (root.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
            concrete.add(persister);
          }
        });
    if (concrete.isEmpty()) {
      return Optional.empty();
    }
    EntityPersister any = concrete.get(0);
    Type type = any.getIdentifierType();
    return parts(type)
        .filter(parts -> parts.stream().allMatch(OwnerIds::isReadable))
        .flatMap(parts ->
            columns(any, type)
                .filter(columns -> columns.size() == parts.size())
                .map(columns ->
                    new OwnerTable(
                        concrete.stream()
                            .map(persister -> persister.getIdentifierTableDetails().getTableName())
                            .distinct()
                            .toList(),
                        columns,
                        text -> read(type, parts, text))));
  }

  private static Optional<List<BasicType<?>>> parts(Type type) {
    List<BasicType<?>> parts = new ArrayList<>();
    for (Type part : type instanceof ComponentType c ? c.getSubtypes() : new Type[] {type}) {
      if (!(part instanceof BasicType<?> basic)) {
        return Optional.empty();
      }
      parts.add(basic);
    }
    return Optional.of(parts);
  }

  private static Optional<List<String>> columns(EntityPersister persister, Type type) {
    if (!(type instanceof ComponentType component)) {
      return Optional.of(
          persister.getIdentifierTableDetails().getKeyDetails().getKeyColumns().stream()
              .map(TableDetails.KeyColumn::getColumnName)
              .toList());
    }
    EntityIdentifierMapping mapping = persister.getIdentifierMapping();
    List<String> columns = new ArrayList<>();
    for (String property : component.getPropertyNames()) {
      if (!(mapping instanceof EmbeddableValuedModelPart embedded)
          || !(embedded.findSubPart(property, null) instanceof SelectableMapping column)) {
        return Optional.empty();
      }
      columns.add(column.getSelectionExpression());
    }
    return Optional.of(columns);
  }

  private static Optional<List<Object>> read(Type type, List<BasicType<?>> parts, String text) {
    List<String> texts = type instanceof ComponentType ? OwnerIds.split(text) : List.of(text);
    if (texts.size() != parts.size()) {
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Optional<Object> value = OwnerIds.read(parts.get(i), texts.get(i));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(relational(parts.get(i), value.get()));
    }
    return Optional.of(values);
  }

  @SuppressWarnings("unchecked") // the value was read as the type's own class
  private static <T> Object relational(BasicType<T> type, Object value) {
    return type.convertToRelationalValue((T) value);
  }
}
