package dev.affix.examples.snippets;

import dev.affix.Affix;
import dev.affix.AttachedFile;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

final class Attaching {
  private Attaching() {}

  static void stageAndAttach(
      Affix affix, EntityManagerFactory factory, InputStream body, String filename, Long id) {
    // docs:begin stage
    // Bytes first, with no transaction open ..
    StagedBlob staged = affix.stage(Upload.of(body, filename), Pseud.class, "icon");

    // .. then rows only, in yours.
    factory.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    // docs:end stage
  }

  static Pseud shortForm(EntityManager em, Path file) {
    // docs:begin short-form
    Pseud pseud = new Pseud();
    pseud.icon().attach(Upload.of(file)); // remembered
    em.persist(pseud); // stored and attached
    // docs:end short-form
    return pseud;
  }

  static void change(Pseud pseud, Pseud other) {
    // docs:begin change
    other.icon().attach(pseud.icon().blob()); // shares the file; no byte is copied
    pseud.icon().detach(); // drops the row, keeps the file
    other.icon().purge(); // drops the row, and the file unless somebody shares it
    // docs:end change
  }

  static void many(Affix affix, EntityManagerFactory factory, Path first, Path second, Long id) {
    StagedBlob one = affix.stage(Upload.of(first), Pseud.class, "pictures");
    StagedBlob two = affix.stage(Upload.of(second), Pseud.class, "pictures");

    factory.runInTransaction(em -> {
      Pseud pseud = em.find(Pseud.class, id);
      // docs:begin many
      pseud.pictures().attach(one); // appends; each is one insert
      pseud.pictures().attach(two);

      List<AttachedFile> files = pseud.pictures().files();
      pseud.pictures().reorder(files.reversed());
      pseud.pictures().purge(files.getFirst());
      // docs:end many
    });
  }
}
