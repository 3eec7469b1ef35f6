package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Strict loading: one owner at a time is told, lists are not. */
@ParameterizedClass
@MethodSource("databases")
class StrictTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private final List<Long> ids = new ArrayList<>();

  StrictTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind, 10, (builder, made) -> builder.strictLoading(), Pseud.class);
    for (int i = 0; i < 4; i++) {
      ids.add(unit.pseudWithIcon("p" + i));
    }
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void theSecondOwnerLoadedAloneInASessionThrows() {
    unit.runInTransaction(em -> {
      assertThat(find(em, 0).icon().isAttached()).isTrue();
      Pseud second = find(em, 1);
      assertThatThrownBy(() -> second.icon().isAttached())
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("Pseud.icon of #" + ids.get(1))
          .hasMessageContaining("for one owner at a time")
          .hasMessageContaining("affix.preload(owners, \"icon\")");
    });
  }

  @Test
  void takingTurnsBetweenAttachmentsDoesNotHideIt() {
    unit.runInTransaction(em -> {
      Pseud first = find(em, 0);
      assertThat(first.icon().isAttached()).isTrue();
      assertThat(first.pictures().isEmpty()).isTrue();
      Pseud second = find(em, 1);
      assertThatThrownBy(() -> second.icon().isAttached()).isInstanceOf(AffixException.class);
    });
  }

  @Test
  void eachSessionMayLoadOne() {
    for (int i = 0; i < 4; i++) {
      int index = i;
      unit.runInTransaction(em -> assertThat(find(em, index).icon().isAttached()).isTrue());
    }
  }

  @Test
  void severalAttachmentsOfOneOwnerAreFine() {
    unit.runInTransaction(em -> {
      Pseud pseud = find(em, 0);
      assertThat(pseud.icon().isAttached()).isTrue();
      assertThat(pseud.pictures().isEmpty()).isTrue();
    });
  }

  @Test
  void theSameOwnerMayBeLoadedAgain() {
    unit.runInTransaction(em -> {
      Pseud pseud = find(em, 0);
      assertThat(pseud.icon().isAttached()).isTrue();
      em.refresh(pseud);
      assertThat(pseud.icon().isAttached()).isTrue();
    });
  }

  @Test
  void listsAreFineHoweverMany() {
    unit.runInTransaction(em -> {
      for (int page = 0; page < 2; page++) {
        List<Pseud> pseuds =
            em.createQuery("from Pseud order by name", Pseud.class)
                .setFirstResult(page * 2)
                .setMaxResults(2)
                .getResultList();
        assertThat(pseuds).hasSize(2).allMatch(p -> p.icon().isAttached());
      }
    });
  }

  @Test
  void aListBetweenTwoIsFine() {
    unit.runInTransaction(em -> {
      assertThat(find(em, 0).icon().isAttached()).isTrue();
      Pseud second = find(em, 1);
      Pseud third = find(em, 2);
      assertThat(second.icon().isAttached()).isTrue();
      assertThat(third.icon().isAttached()).isTrue();
      assertThat(find(em, 3).icon().isAttached()).isTrue();
    });
  }

  @Test
  void preloadIsTheWayOut() {
    unit.runInTransaction(em -> {
      List<Pseud> pseuds = List.of(find(em, 0), find(em, 1), find(em, 2));
      unit.affix().preload(pseuds, "icon");
      assertThat(pseuds).allMatch(p -> p.icon().isAttached());
    });
  }

  private Pseud find(EntityManager em, int index) {
    return em.find(Pseud.class, ids.get(index));
  }
}
