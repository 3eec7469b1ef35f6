package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.StagedBlob;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hibernate.Hibernate;
import org.hibernate.engine.spi.PersistentAttributeInterceptable;
import org.hibernate.proxy.HibernateProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Owners whose classes Hibernate enhanced: an unloaded reference is of the very same class. */
class EnhancedTest {
  private final Class<?> photographer = EnhancingLoader.enhanced(Photographer.class);
  private Unit unit;

  @BeforeEach
  void open() {
    // Hibernate loads entities by name; the loader that enhances must be asked before the others.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(photographer.getClassLoader());
    try {
      unit =
          Unit.open(
              TestDatabase.Kind.H2,
              Map.of("hibernate.classLoader.tccl_lookup_precedence", "before"),
              photographer);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void theClassIsEnhanced() {
    assertThat(photographer).isNotEqualTo(Photographer.class);
    assertThat(PersistentAttributeInterceptable.class).isAssignableFrom(photographer);
    assertThat(Portrayed.class).isAssignableFrom(photographer);
  }

  @Test
  void anUnloadedReferenceIsLoadedBeforeItAnswers() {
    Long with = saved("ann", true);
    Long without = saved("bob", false);
    unit.runInTransaction(em -> {
      Portrayed ann = reference(em, with);
      Portrayed bob = reference(em, without);
      assertThat(ann).isExactlyInstanceOf(photographer).isNotInstanceOf(HibernateProxy.class);
      assertThat(Hibernate.isInitialized(ann)).isFalse();

      assertThat(ann.portrait().isAttached()).isTrue();
      assertThat(Hibernate.isInitialized(ann)).isTrue();
      assertThat(ann.portrait().file().orElseThrow().filename()).isEqualTo("ann.png");
      assertThat(ann.portrait().url()).isPresent();
      assertThat(bob.portrait().isAttached()).isFalse();
    });
  }

  @Test
  void aReferenceCanBeAttachedTo() {
    Long id = saved("ann", false);
    StagedBlob staged = unit.affix().stage(Pictures.png("new"));
    unit.runInTransaction(em -> reference(em, id).portrait().attach(staged));
    unit.runInTransaction(em ->
        assertThat(find(em, id).portrait().file().orElseThrow().filename()).isEqualTo("new.png"));
  }

  @Test
  void attachingReplacingAndPurgingWork() {
    Long id = saved("ann", true);
    unit.runInTransaction(em -> find(em, id).portrait().attach(Pictures.png("new")));
    unit.runInTransaction(em ->
        assertThat(find(em, id).portrait().file().orElseThrow().filename()).isEqualTo("new.png"));
    unit.runInTransaction(em -> find(em, id).portrait().purge());
    unit.runInTransaction(em -> assertThat(find(em, id).portrait().isAttached()).isFalse());
    unit.assertClean();
    assertThat(unit.memory.list()).toIterable().isEmpty();
  }

  @Test
  void attachingNeverWritesTheOwnerAndReadingLeavesLazyColumnsAlone() {
    Long id = saved("ann", true);
    StagedBlob staged = unit.affix().stage(Pictures.png("new"));
    unit.runInTransaction(em -> {
      Portrayed ann = find(em, id);
      var sql =
          unit.counter
              .count(() -> {
                assertThat(ann.portrait().isAttached()).isTrue();
                ann.portrait().attach(staged);
                em.flush();
              })
              .sql();
      assertThat(sql)
          .isNotEmpty()
          .noneMatch(s -> s.toLowerCase(Locale.ROOT).contains("photographer"));
      assertThat(Hibernate.isPropertyInitialized(ann, "biography")).isFalse();
      assertThat(ann.biography()).isEqualTo("long");
    });
  }

  @Test
  void aHundredOwnersCostTwoStatements() {
    for (int i = 0; i < 100; i++) {
      saved("p" + i, i % 2 == 0);
    }
    unit.runInTransaction(em ->
        unit.counter.assertStatements(
            2,
            () -> {
              long attached =
                  em.createQuery("from Photographer", Portrayed.class).getResultList().stream()
                      .filter(p -> p.portrait().isAttached())
                      .count();
              assertThat(attached).isEqualTo(50);
            }));
  }

  @Test
  void aDetachedOwnerCanBePreloaded() {
    Long id = saved("ann", true);
    List<Object> detached = new ArrayList<>();
    unit.runInTransaction(em -> detached.add(find(em, id)));
    unit.affix().preload(detached, "portrait");
    assertThat(((Portrayed) detached.get(0)).portrait().url()).isPresent();
  }

  @Test
  void anUnloadedReferenceCanBePreloadedAndAttachedTo() {
    Long id = saved("ann", false);
    StagedBlob staged = unit.affix().stage(Pictures.png("new"));
    unit.runInTransaction(em -> {
      Portrayed ann = reference(em, id);
      unit.affix().preload(List.of(ann), "portrait");
      assertThat(Hibernate.isInitialized(ann)).isTrue();
      ann.portrait().attach(staged);
      assertThat(ann.portrait().url()).isPresent();
    });
    unit.runInTransaction(em -> assertThat(find(em, id).portrait().isAttached()).isTrue());
  }

  private Long saved(String name, boolean portrayed) {
    return unit.inTransaction(em -> {
      Portrayed owner = made();
      owner.rename(name);
      if (portrayed) {
        owner.portrait().attach(Pictures.png(name));
      }
      em.persist(owner);
      return owner.id();
    });
  }

  private Portrayed made() {
    try {
      return (Portrayed) photographer.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private Portrayed reference(EntityManager em, Long id) {
    return (Portrayed) em.getReference(photographer, id);
  }

  private Portrayed find(EntityManager em, Long id) {
    return (Portrayed) em.find(photographer, id);
  }
}
