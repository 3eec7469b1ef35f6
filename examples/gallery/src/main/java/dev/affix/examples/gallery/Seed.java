package dev.affix.examples.gallery;

import dev.affix.Affix;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A dozen people to begin with, most of them with a photograph where there are photographs. */
final class Seed {
  private static final List<String> NAMES =
      List.of(
          "Amara Okafor",
          "Björn Lindqvist",
          "Camille Laurent",
          "Dilnoza Karimova",
          "Elena Petrova",
          "Farid Haddad",
          "Giulia Conti",
          "Hana Sato",
          "Ioana Marinescu",
          "Jakob Weiss",
          "Kiri Tamatea",
          "Liam O’Brien");

  /** These stay without a photograph: somebody has to be invited to upload one. */
  private static final int BARE = 2;

  private final EntityManagerFactory database;
  private final Affix affix;

  Seed(EntityManagerFactory database, Affix affix) {
    this.database = database;
    this.affix = affix;
  }

  /** Does nothing if there is somebody already. */
  void plant(Path photos) throws IOException {
    if (database.callInTransaction(Seed::isInhabited)) {
      return;
    }
    List<StagedBlob> staged = new ArrayList<>();
    for (Path photo : photographs(photos)) {
      staged.add(affix.stage(Upload.of(photo), Person.class, "photo"));
    }
    database.runInTransaction(session -> {
      List<Person> people = new ArrayList<>();
      for (String name : NAMES) {
        Person person = new Person(name);
        if (people.size() < staged.size()) {
          person.photo().attach(staged.get(people.size()));
        }
        session.persist(person);
        people.add(person);
      }
      fillAlbum(people);
    });
  }

  /** The first person keeps pictures of others: the same files, not copies. */
  private static void fillAlbum(List<Person> people) {
    people.stream()
        .skip(1)
        .limit(5)
        .filter(friend -> friend.photo().isAttached())
        .forEach(friend -> people.getFirst().album().attach(friend.photo().blob()));
  }

  private static boolean isInhabited(EntityManager session) {
    return session.createQuery("select count(*) from Person", Long.class).getSingleResult() > 0;
  }

  private static List<Path> photographs(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jpg"))
          .sorted()
          .limit(NAMES.size() - BARE)
          .toList();
    }
  }
}
