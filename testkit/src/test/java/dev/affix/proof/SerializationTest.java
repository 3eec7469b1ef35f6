package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.AttachmentView;
import dev.affix.StagedBlob;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Owners that went through Java serialization, as in sessions of web servers and caches. */
@ParameterizedClass
@MethodSource("databases")
class SerializationTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private Long id;

  SerializationTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind);
    id = unit.pseudWithIcon("ann");
    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      ann.pictures().attach(Pictures.png("one"));
      ann.pictures().attach(Pictures.png("two"));
    });
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void whatWasLoadedIsStillKnown() {
    Pseud loaded = loaded();
    Pseud copy = copy(loaded);
    assertThat(copy.icon().isAttached()).isTrue();
    assertThat(copy.icon().file().orElseThrow().filename()).isEqualTo("ann.png");
    assertThat(copy.icon().file().orElseThrow()).isEqualTo(loaded.icon().file().orElseThrow());
    assertThat(copy.icon().blob()).isEqualTo(loaded.icon().blob());
    assertThat(copy.icon().blob().file()).isEqualTo(loaded.icon().blob().file());
    assertThat(copy.pictures().files())
        .extracting(f -> f.filename())
        .containsExactly("one.png", "two.png");
  }

  @Test
  void thatNothingWasAttachedIsStillKnown() {
    Long bob = unit.pseud("bob");
    Pseud copy =
        copy(
            unit.inTransaction(em -> {
              Pseud found = em.find(Pseud.class, bob);
              assertThat(found.icon().isAttached()).isFalse();
              return found;
            }));
    assertThat(copy.icon().isAttached()).isFalse();
    assertThat(copy.icon().url()).isEmpty();
  }

  @Test
  void urlsAreGoneAndSayWhatToDo() {
    Pseud copy = copy(loaded());
    assertThatThrownBy(() -> copy.icon().url())
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("\"ann.png\" was deserialized, so it has no URLs")
        .hasMessageContaining("affix.preload(owners, name)")
        .hasMessageContaining("view()");
    assertThatThrownBy(() -> copy.icon().variant("standard").url())
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("was deserialized");
  }

  @Test
  void preloadBringsUrlsBack() {
    Pseud loaded = loaded();
    Pseud copy = copy(loaded);
    unit.affix().preload(List.of(copy), "icon");
    assertThat(copy.icon().url()).isEqualTo(loaded.icon().url());
  }

  @Test
  void whatWasNotLoadedSaysHowToLoadIt() {
    Pseud copy = copy(unit.inTransaction(em -> em.find(Pseud.class, id)));
    assertThatThrownBy(() -> copy.icon().isAttached())
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("Pseud#" + id)
        .hasMessageContaining("affix.preload(owners, name)");
    assertThatThrownBy(() -> copy.pictures().size()).isInstanceOf(AffixException.class);
    assertThat(copy.icon().toString()).contains("not loaded");

    unit.affix().preload(List.of(copy), "icon", "pictures");
    assertThat(copy.icon().isAttached()).isTrue();
    assertThat(copy.pictures().size()).isEqualTo(2);
  }

  @Test
  void mergingBringsTheOwnerBack() {
    Pseud copy = copy(loaded());
    unit.runInTransaction(em -> {
      Pseud merged = em.merge(copy);
      assertThat(merged.icon().url()).isPresent();
      assertThat(merged.pictures().size()).isEqualTo(2);
    });
    unit.assertClean();
  }

  @Test
  void aHandleEqualsItselfOnly() {
    Pseud loaded = loaded();
    Pseud copy = copy(loaded);
    assertThat(copy.icon()).isEqualTo(copy.icon()).isNotEqualTo(loaded.icon());
    assertThat(copy.pictures()).isEqualTo(copy.pictures()).isNotEqualTo(loaded.pictures());
    unit.runInTransaction(
        em -> assertThat(em.find(Pseud.class, id).icon()).isNotEqualTo(loaded.icon()));
  }

  @Test
  void aStagedBlobWaitsInASessionAndAttaches() {
    StagedBlob staged = copy(unit.affix().stage(Pictures.png("new")));
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    assertThat(loaded().icon().blob().filename()).isEqualTo("new.png");
    unit.assertClean();
  }

  @Test
  void aViewKeepsItsUrls() {
    AttachmentView view = loaded().icon().view().orElseThrow();
    assertThat(copy(view)).isEqualTo(view);
    assertThat(view.variants()).containsOnlyKeys("standard");
  }

  private Pseud loaded() {
    return unit.inTransaction(em -> {
      Pseud found = em.find(Pseud.class, id);
      assertThat(found.icon().isAttached()).isTrue();
      assertThat(found.pictures().isEmpty()).isFalse();
      return found;
    });
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead"}) // of what was just written here
  private static <T> T copy(T object) {
    try {
      var bytes = new ByteArrayOutputStream();
      try (var out = new ObjectOutputStream(bytes)) {
        out.writeObject(object);
      }
      try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (T) in.readObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
