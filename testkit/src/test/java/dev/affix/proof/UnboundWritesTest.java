package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.AttachedFile;
import dev.affix.testkit.database.TestDatabase;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Owners that exist, but that no session of Affix's knows: a change never goes lost silently. */
@ParameterizedClass
@MethodSource("databases")
class UnboundWritesTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private Long id;

  UnboundWritesTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind);
    id = unit.pseudWithIcon("ann");
    unit.runInTransaction(em -> em.find(Pseud.class, id).pictures().attach(Pictures.png("one")));
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void removingFromAnOwnerOfAStatelessSessionIsRefused() {
    AttachedFile file =
        unit.inTransaction(em -> em.find(Pseud.class, id).pictures().files().getFirst());
    List<Consumer<Pseud>> removals =
        List.of(
            pseud -> pseud.icon().detach(),
            pseud -> pseud.icon().purge(),
            pseud -> pseud.pictures().detach(file),
            pseud -> pseud.pictures().purge(file),
            pseud -> pseud.pictures().detachAll(),
            pseud -> pseud.pictures().purgeAll(),
            pseud -> pseud.pictures().reorder(List.of(file)));
    stateless(session -> {
      Pseud pseud = session.get(Pseud.class, id);
      for (Consumer<Pseud> removal : removals) {
        assertThatThrownBy(() -> removal.accept(pseud))
            .isInstanceOf(AffixException.class)
            .hasMessageContaining("Pseud#" + id + " was not loaded by a session that Affix knows");
      }
      assertThatThrownBy(() -> pseud.icon().purge())
          .hasMessageEndingWith("find it in a session, merge or persist it first");
    });
    unit.settle();
    assertThat(unit.rows("affix_attachments")).isEqualTo(2);
    assertThat(unit.memory.size()).isEqualTo(2);
  }

  @Test
  void aStatelessUpdateWithAFileThatWaitsIsRefused() {
    assertThatThrownBy(() ->
            stateless(session -> {
              Pseud pseud = session.get(Pseud.class, id);
              pseud.rename("anna");
              pseud.icon().attach(Pictures.png("new"));
              session.update(pseud);
            }))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("Pseud.icon has a file that waits to be attached")
        .hasMessageContaining("use a Session");
    assertThat(unit.<String>inTransaction(em -> em.find(Pseud.class, id).name())).isEqualTo("ann");
  }

  @Test
  void aStatelessUpdateWithoutAFileGoesOn() {
    stateless(session -> {
      Pseud pseud = session.get(Pseud.class, id);
      pseud.rename("anna");
      session.update(pseud);
    });
    assertThat(unit.<String>inTransaction(em -> em.find(Pseud.class, id).name())).isEqualTo("anna");
    assertThat(unit.rows("affix_attachments")).isEqualTo(2);
  }

  @Test
  void whatWaitsForANewOwnerCanBeTakenBack() {
    Pseud bob = new Pseud("bob");
    bob.icon().attach(Pictures.png("bob"));
    bob.pictures().attach(Pictures.png("one"));
    bob.icon().purge();
    bob.pictures().detachAll();
    unit.runInTransaction(em -> em.persist(bob));
    assertThat(unit.rows("affix_attachments where owner_id = '" + bob.id() + "'")).isZero();
  }

  private void stateless(Consumer<StatelessSession> work) {
    unit.factory().unwrap(SessionFactory.class).inStatelessTransaction(work);
  }
}
