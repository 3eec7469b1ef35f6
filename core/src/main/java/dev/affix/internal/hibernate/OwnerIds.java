package dev.affix.internal.hibernate;

import dev.affix.AffixException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.commons.codec.binary.Hex;
import org.hibernate.type.ComponentType;
import org.hibernate.type.Type;

/**
 * Ids of owners as canonical text: numbers in decimal without trailing zeros of a fraction, UUIDs
 * in lower case, texts as they are, enum constants by name, bytes in lower-case hexadecimal. The
 * parts of a composite id stand in the order of Hibernate's mapping, joined by {@code |}, with
 * {@code \} before every {@code |} and {@code \} inside them.
 */
final class OwnerIds {
  private static final int MAX_LENGTH = 100;

  private OwnerIds() {}

  static String text(Type type, Object id) {
    String text = type instanceof ComponentType component ? composite(component, id) : simple(id);
    if (text.length() > MAX_LENGTH) {
      throw new AffixException(
          "The id \"%s\" has %d characters as text; owners' ids may have %d"
              .formatted(text, text.length(), MAX_LENGTH));
    }
    return text;
  }

  private static String composite(ComponentType type, Object id) {
    List<String> parts = new ArrayList<>();
    Type[] types = type.getSubtypes();
    Object[] values = type.getPropertyValues(id);
    for (int i = 0; i < values.length; i++) {
      parts.add(text(types[i], values[i]).replace("\\", "\\\\").replace("|", "\\|"));
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
}
