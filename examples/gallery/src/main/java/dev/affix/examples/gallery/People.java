package dev.affix.examples.gallery;

import dev.affix.Affix;
import dev.affix.AttachedFile;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be done with people and their pictures. Safe for use by many threads. */
final class People {
  /** The gallery has no accounts, so everybody uploads as the same principal. */
  private static final String ANYBODY = "anybody";

  private static final int LONGEST_NAME = 80;

  private final EntityManagerFactory database;
  private final Affix affix;

  People(EntityManagerFactory database, Affix affix) {
    this.database = database;
    this.affix = affix;
  }

  /** Everybody by name: one statement for the people, one for all their photographs. */
  List<PersonView> list() {
    return database.callInTransaction(session ->
        session
            .createQuery("from Person order by lower(name), id", Person.class)
            .getResultList()
            .stream()
            .map(PersonView::inList)
            .toList());
  }

  /** One person with the album. */
  PersonView find(long id) {
    return database.callInTransaction(session -> PersonView.alone(person(session, id)));
  }

  /** A new person without pictures. */
  void add(String name) {
    String plain = name.strip();
    if (plain.isEmpty() || plain.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "A name needs 1 to " + LONGEST_NAME + " characters, this one has " + plain.length());
    }
    database.runInTransaction(session -> session.persist(new Person(plain)));
  }

  /** Takes the person out; Affix takes photograph and album along. */
  void remove(long id) {
    database.runInTransaction(session -> session.remove(person(session, id)));
  }

  /** Puts the picture in the place of the photograph that is there, if any. */
  void setPhoto(long id, Upload upload) {
    StagedBlob staged = affix.stage(upload, Person.class, "photo"); // bytes, outside a transaction
    change(id, person -> person.photo().attach(staged)); // rows, inside a short one
  }

  // docs:begin direct
  /** Where a page lets the browser begin the upload of a photograph. */
  URI directUploads() {
    return affix.directUploads().endpoint(Person.class, "photo", ANYBODY);
  }

  /** Takes over what the browser has uploaded, as the photograph. */
  void setUploadedPhoto(long id, String signedId) {
    StagedBlob staged =
        affix.directUploads().accept(signedId, Person.class, "photo", ANYBODY); // verified copy
    change(id, person -> person.photo().attach(staged)); // rows, inside a short transaction
  }

  // docs:end direct

  /** Removes the photograph. */
  void removePhoto(long id) {
    change(id, person -> person.photo().purge());
  }

  /** Appends the picture to the album. */
  void addPicture(long id, Upload upload) {
    StagedBlob staged = affix.stage(upload, Person.class, "album");
    change(id, person -> person.album().attach(staged));
  }

  /** Removes one picture from the album. */
  void removePicture(long id, UUID picture) {
    change(
        id,
        person -> {
          AttachedFile file = album(person).get(picture);
          if (file == null) {
            throw new NoSuchElementException("That picture is gone already");
          }
          person.album().purge(file);
        });
  }

  /** Puts the album into this order. */
  void reorderAlbum(long id, List<UUID> order) {
    change(
        id,
        person -> {
          Map<UUID, AttachedFile> album = album(person);
          if (!album.keySet().containsAll(order)) {
            throw new NoSuchElementException(
                "A picture is gone meanwhile; look at the album again");
          }
          person.album().reorder(order.stream().map(album::get).toList());
        });
  }

  private void change(long id, Consumer<Person> work) {
    database.runInTransaction(session -> work.accept(person(session, id)));
  }

  private static Map<UUID, AttachedFile> album(Person person) {
    return person.album().files().stream()
        .collect(Collectors.toMap(AttachedFile::id, Function.identity()));
  }

  private static Person person(EntityManager session, long id) {
    Person person = session.find(Person.class, id);
    if (person == null) {
      throw new NoSuchElementException("This person is not in the gallery any more");
    }
    return person;
  }
}
