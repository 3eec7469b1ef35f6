package dev.affix.internal.hibernate;

import dev.affix.AffixException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.commons.codec.DecoderException;
import org.apache.commons.codec.binary.Hex;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.ComponentType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;

/**
 * Ids of owners as canonical text: numbers in decimal without trailing zeros of a fraction, UUIDs
 * in lower case, texts as they are, enum constants by name, bytes in lower-case hexadecimal, other
 * entities by their ids. The parts of a composite id stand in the order of Hibernate's mapping,
 * joined by {@code |}, with {@code \} before every {@code |} and {@code \} inside them.
 */
final class OwnerIds {
  private static final int MAX_LENGTH = 100;

  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.ofEntries(
          Map.entry(Long.class, Long::valueOf),
          Map.entry(long.class, Long::valueOf),
          Map.entry(Integer.class, Integer::valueOf),
          Map.entry(int.class, Integer::valueOf),
          Map.entry(Short.class, Short::valueOf),
          Map.entry(short.class, Short::valueOf),
          Map.entry(Byte.class, Byte::valueOf),
          Map.entry(byte.class, Byte::valueOf),
          Map.entry(BigInteger.class, BigInteger::new),
          Map.entry(BigDecimal.class, BigDecimal::new),
          Map.entry(UUID.class, UUID::fromString),
          Map.entry(String.class, text -> text),
          Map.entry(byte[].class, OwnerIds::bytes));

  private OwnerIds() {}

  static String text(SessionFactoryImplementor factory, Type type, Object id) {
    String text =
        switch (type) {
          case ComponentType component -> composite(factory, component, id);
          case EntityType association -> associated(factory, association, id);
          default -> simple(id);
        };
    if (text.length() > MAX_LENGTH) {
      throw new AffixException(
          "The id \"%s\" has %d characters as text; owners' ids may have %d"
              .formatted(text, text.length(), MAX_LENGTH));
    }
    return text;
  }

  /** Of an id that is another entity, the id of that; an id class has it by itself already. */
  private static String associated(
      SessionFactoryImplementor factory, EntityType type, Object value) {
    EntityPersister target =
        factory.getMappingMetamodel().getEntityDescriptor(type.getAssociatedEntityName());
    Object id =
        target.getMappedClass().isInstance(value)
            ? factory.getPersistenceUnitUtil().getIdentifier(value)
            : value;
    if (id == null) {
      throw new AffixException(
          "The %s that is part of an owner's id has no id yet; persist it first"
              .formatted(target.getMappedClass().getSimpleName()));
    }
    return text(factory, target.getIdentifierType(), id);
  }

  private static String composite(
      SessionFactoryImplementor factory, ComponentType type, Object id) {
    List<String> parts = new ArrayList<>();
    Type[] types = type.getSubtypes();
    Object[] values = type.getPropertyValues(id);
    for (int i = 0; i < values.length; i++) {
      parts.add(text(factory, types[i], values[i]).replace("\\", "\\\\").replace("|", "\\|"));
    }
    return String.join("|", parts);
  }

  private static String simple(Object id) {
    return switch (id) {
      case BigDecimal number -> number.stripTrailingZeros().toPlainString();
      case Number number -> number.toString();
      case UUID uuid -> uuid.toString();
      case Enum<?> constant -> constant.name();
      case byte[] bytes -> Hex.encodeHexString(bytes);
      default -> id.toString();
    };
  }

  /** Whether texts of this type can be read back. */
  static boolean isReadable(BasicType<?> type) {
    Class<?> java = type.getReturnedClass();
    return READERS.containsKey(java) || java.isEnum();
  }

  /** The id part that has this text; empty if none has. */
  static Optional<Object> read(BasicType<?> type, String text) {
    Class<?> java = type.getReturnedClass();
    try {
      Function<String, Object> reader = READERS.get(java);
      Object value = reader == null ? constant(java, text) : reader.apply(text);
      // Only canonical text: "007" is not the id 7.
      return simple(value).equals(text) ? Optional.of(value) : Optional.empty();
    } catch (IllegalArgumentException noSuchId) {
      return Optional.empty();
    }
  }

  /** The parts of a composite id's text. */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    var part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        part.append(text.charAt(++i));
      } else if (c == '|') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static byte[] bytes(String hex) {
    try {
      return Hex.decodeHex(hex);
    } catch (DecoderException e) {
      throw new IllegalArgumentException(hex, e);
    }
  }
}
