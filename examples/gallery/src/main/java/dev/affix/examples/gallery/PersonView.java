package dev.affix.examples.gallery;

import dev.affix.AttachmentView;
import java.util.List;
import java.util.Optional;

/**
 * What a page shows of a person.
 *
 * @param album empty in a list, where nobody asked for it
 */
record PersonView(
    long id, String name, Optional<AttachmentView> photo, List<AttachmentView> album) {

  /** For a list: all photographs cost one statement, however many people there are. */
  static PersonView inList(Person person) {
    return new PersonView(person.id(), person.name(), person.photo().view(), List.of());
  }

  /** For a page of its own, with the album. */
  static PersonView alone(Person person) {
    return new PersonView(
        person.id(), person.name(), person.photo().view(), person.album().views());
  }
}
