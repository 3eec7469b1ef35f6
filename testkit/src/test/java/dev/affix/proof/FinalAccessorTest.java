package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.util.List;
import java.util.Objects;
import org.hibernate.Hibernate;
import org.hibernate.proxy.HibernateProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A final accessor is not the proxy's to answer: it gives a handle of the proxy's own. */
@ParameterizedClass
@MethodSource("databases")
class FinalAccessorTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private Long id;

  FinalAccessorTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @Entity(name = "Poster")
  static class Poster {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached @Transient private final AttachedOne front = AttachedOne.of(this);
    @HasOneAttached @Transient private final AttachedOne back = AttachedOne.of(this);
    @HasManyAttached @Transient private final AttachedMany scraps = AttachedMany.of(this);

    final AttachedOne front() {
      return front;
    }

    final AttachedOne back() {
      return back;
    }

    final AttachedMany scraps() {
      return scraps;
    }
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind, 10, (builder, made) -> builder, Poster.class);
    id =
        unit.inTransaction(em -> {
          Poster poster = new Poster();
          poster.back.attach(Unit.text("back"));
          poster.scraps.attach(Unit.text("scrap"));
          em.persist(poster);
          return Objects.requireNonNull(poster.id);
        });
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void itAnswersForTheOwnerBehindTheProxy() {
    unit.runInTransaction(em -> {
      Poster reference = em.getReference(Poster.class, id);
      assertThat(reference).isInstanceOf(HibernateProxy.class);
      assertThat(Hibernate.isInitialized(reference)).isFalse();
      assertThat(reference.back().isAttached()).isTrue();
      assertThat(Hibernate.isInitialized(reference)).isTrue();
      assertThat(reference.front().isAttached()).isFalse();
      assertThat(reference.scraps().size()).isOne();
    });
  }

  @Test
  void changesGoToTheOwnerBehindTheProxy() {
    unit.runInTransaction(em -> {
      Poster reference = em.getReference(Poster.class, id);
      reference.front().attach(Unit.text("front"));
      reference.back().purge();
      reference.scraps().purgeAll();
    });
    unit.settle();
    assertThat(unit.rows("affix_attachments where name = 'front'")).isOne();
    assertThat(unit.rows("affix_attachments")).isOne();
    assertThat(unit.memory.size()).isOne();
  }
}
