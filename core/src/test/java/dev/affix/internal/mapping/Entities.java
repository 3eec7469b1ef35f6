package dev.affix.internal.mapping;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.AttachmentMappingException;
import dev.affix.AttachmentOwner;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.Variant;
import dev.affix.Visibility;
import jakarta.persistence.Transient;
import java.util.ArrayList;
import java.util.List;

/** Entities with attachments, and how their mappings are read. */
final class Entities {
  @AttachmentOwner("book")
  static class Book {
    @HasOneAttached(visibility = Visibility.PUBLIC)
    @Transient
    final AttachedOne cover = AttachedOne.of(this);
  }

  static class AudioBook extends Book {
    @HasManyAttached(name = "chapters", service = "tapes")
    @Transient
    final AttachedMany tracks = AttachedMany.of(this);
  }

  static class Photographed {
    @HasOneAttached(
        variants =
            @Variant(
                name = "small",
                resizeToLimit = {10, 20}))
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  static class Person extends Photographed {}

  static class House extends Photographed {}

  private Entities() {}

  static EntityClass audioBook() {
    return new EntityClass(AudioBook.class, Book.class, "Book");
  }

  static EntityClass person() {
    return new EntityClass(Person.class, Person.class, "Person");
  }

  /** Throws what is wrong with them, all of it at once. */
  static Mappings read(EntityClass... entities) {
    return read(VariantRules.NONE, entities);
  }

  static Mappings read(VariantRules rules, EntityClass... entities) {
    List<String> faults = new ArrayList<>();
    Mappings mappings = Mappings.read(List.of(entities), rules, faults);
    if (!faults.isEmpty()) {
      throw new AttachmentMappingException(faults.stream().distinct().toList());
    }
    return mappings;
  }
}
