package dev.affix.benchmarks.torture;

import dev.affix.AffixException;
import dev.affix.AttachedFile;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.benchmarks.bed.Conflicts;
import dev.affix.benchmarks.bed.Png;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.model.Blob;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Does what applications do, by chance; for one thread. */
final class RandomActions {
  private static final int MANY_OWNERS = 40;
  private static final int MANY_PICTURES = 5;
  private static final int MOST_OF_MOST = 200_000;
  private static final int ONE_LONG_IN = 3;

  private final Unit unit;
  private final RowView rows;
  private final Random random;
  private final int longest;
  private final Consumer<String> tell;
  private final List<Runnable> actions;

  /** Rolls back what was done so far, as a failing application does. */
  private static final class ChangedMind extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param longest length of one picture in some
   * @param tell is told of failures that no application should see
   */
  RandomActions(Unit unit, RowView rows, Random random, int longest, Consumer<String> tell) {
    this.unit = unit;
    this.rows = rows;
    this.random = random;
    this.longest = longest;
    this.tell = tell;
    this.actions =
        List.of(
            this::stage,
            this::attachStaged,
            this::attachStaged,
            this::attachUpload,
            this::persistWithUpload,
            this::share,
            this::shareRetained,
            this::changeMind,
            () -> onOwner((em, pseud) -> pseud.icon().detach()),
            () -> onOwner((em, pseud) -> pseud.icon().purge()),
            this::append,
            this::append,
            this::removePicture,
            this::removeOwner,
            this::variant,
            this::variant,
            this::expire,
            () -> unit.affix().housekeeping());
  }

  /** One action; other threads may have got in its way. */
  void one() {
    try {
      actions.get(random.nextInt(actions.size())).run();
    } catch (AffixException | PersistenceException | ChangedMind expected) {
      // Lost a race against another thread, as the messages say: deadlock, used, gone, changed.
    } catch (RuntimeException e) {
      if (!Conflicts.isBehind(e)) {
        tell.accept("unexpected " + e + " at " + e.getStackTrace()[0]);
      }
    }
  }

  private void stage() {
    unit.affix().stage(picture());
  }

  private void attachStaged() {
    StagedBlob staged = unit.affix().stage(icon());
    onOwner((em, pseud) -> pseud.icon().attach(staged));
  }

  private void attachUpload() {
    onOwner((em, pseud) -> pseud.icon().attach(icon()));
  }

  private void persistWithUpload() {
    if (rows.count("Pseud") >= MANY_OWNERS) {
      removeOwner();
      return;
    }
    unit.factory()
        .runInTransaction(em -> {
          var pseud = new Pseud("new");
          pseud.icon().attach(icon());
          em.persist(pseud);
        });
  }

  private void share() {
    onOwner((em, pseud) -> {
      Optional<AttachedFile> icon = pseud.icon().file();
      Pseud other = anyOwner(em);
      if (icon.isPresent() && other != null) {
        if (random.nextBoolean()) {
          other.icon().attach(icon.get().blob());
        } else {
          other.pictures().attach(icon.get().blob());
        }
      }
    });
  }

  private void shareRetained() {
    onOwner((em, pseud) -> {
      List<Blob> retained =
          em.createQuery("from AffixBlob b where b.state = 'RETAINED'", Blob.class)
              .setMaxResults(10)
              .getResultList();
      if (!retained.isEmpty()) {
        pseud.pictures().attach(retained.get(random.nextInt(retained.size())));
      }
    });
  }

  private void changeMind() {
    onOwner((em, pseud) -> {
      pseud.icon().attach(icon());
      throw new ChangedMind();
    });
  }

  private void append() {
    StagedBlob staged = unit.affix().stage(picture());
    onOwner((em, pseud) -> {
      if (pseud.pictures().size() < MANY_PICTURES) {
        pseud.pictures().attach(staged);
      } else {
        pseud.pictures().purgeAll();
      }
    });
  }

  private void removePicture() {
    onOwner((em, pseud) -> {
      List<AttachedFile> files = pseud.pictures().files();
      if (!files.isEmpty()) {
        AttachedFile file = files.get(random.nextInt(files.size()));
        if (random.nextBoolean()) {
          pseud.pictures().purge(file);
        } else {
          pseud.pictures().detach(file);
        }
      }
    });
  }

  private void removeOwner() {
    onOwner(EntityManager::remove);
  }

  private void variant() {
    Optional<URI> url =
        unit.factory()
            .callInTransaction(em -> {
              Pseud pseud = anyOwner(em);
              return pseud == null ? Optional.empty() : pseud.icon().variant(Pseud.STANDARD).url();
            });
    url.ifPresent(u -> {
      String path = u.getRawPath().substring("/files".length());
      try (FileResponse answer = unit.affix().handler().handle(FileRequest.of("GET", path))) {
        if (answer.status() == 500) {
          tell.accept("unexpected answer 500 to a variant");
        }
        answer.writeTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        tell.accept("unexpected " + e + " while a variant was sent");
      }
    });
  }

  private void expire() {
    rows.letStagedExpire(" and byte_size is not null");
    unit.affix().housekeeping();
  }

  private void onOwner(BiConsumer<EntityManager, Pseud> work) {
    unit.factory()
        .runInTransaction(em -> {
          Pseud pseud = anyOwner(em);
          if (pseud != null) {
            work.accept(em, pseud);
          }
        });
  }

  private @org.jspecify.annotations.Nullable Pseud anyOwner(EntityManager em) {
    List<Pseud> all =
        em.createQuery("from Pseud p order by p.id", Pseud.class)
            .setFirstResult(random.nextInt(MANY_OWNERS / 2))
            .setMaxResults(1)
            .getResultList();
    return all.isEmpty() ? null : all.get(0);
  }

  private Upload icon() {
    return Upload.of(Png.noise(random, 20 + random.nextInt(100)), "icon.png");
  }

  private Upload picture() {
    boolean isLong = random.nextInt(ONE_LONG_IN) == 0;
    byte[] bytes = new byte[isLong ? longest : 1 + random.nextInt(MOST_OF_MOST)];
    random.nextBytes(bytes);
    return Upload.of(bytes, "picture.bin");
  }
}
