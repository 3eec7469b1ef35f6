package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.AttachedOne;
import dev.affix.HasOneAttached;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.Transient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.support.DomainDataStorageAccess;
import org.hibernate.cache.spi.support.RegionFactoryTemplate;
import org.hibernate.cache.spi.support.StorageAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Owners that come from Hibernate's second-level cache; their attachments never do. */
@ParameterizedClass
@MethodSource("databases")
class SecondLevelCacheTest {
  private final TestDatabase.Kind kind;
  private Unit unit;

  SecondLevelCacheTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @Entity(name = "Flag")
  @Cacheable
  static class Flag {
    @Id int id;

    String country = "";

    @HasOneAttached @Transient final AttachedOne picture = AttachedOne.of(this);
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind,
            Map.of(
                "hibernate.cache.region.factory_class",
                new InMemory(),
                "hibernate.cache.use_second_level_cache",
                true,
                "jakarta.persistence.sharedCache.mode",
                SharedCacheMode.ENABLE_SELECTIVE),
            Flag.class);
    unit.runInTransaction(em -> {
      for (int i = 0; i < 10; i++) {
        Flag flag = new Flag();
        flag.id = i;
        flag.picture.attach(Pictures.png("flag" + i));
        em.persist(flag);
      }
    });
    unit.runInTransaction(em -> em.createQuery("from Flag", Flag.class).getResultList());
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void ownersFromTheCacheAreBoundAndLoadTogether() {
    assertThat(unit.factory().getCache().contains(Flag.class, 3)).isTrue();
    unit.runInTransaction(em ->
        unit.counter.assertStatements(
            1,
            () -> {
              for (int i = 0; i < 10; i++) {
                assertThat(em.find(Flag.class, i).id).isEqualTo(i);
              }
              for (int i = 0; i < 10; i++) {
                assertThat(em.find(Flag.class, i).picture.blob().filename())
                    .isEqualTo("flag" + i + ".png");
              }
            }));
  }

  @Test
  void whatOneSessionAttachedTheNextSees() {
    unit.runInTransaction(em -> em.find(Flag.class, 3).picture.attach(Pictures.png("new")));
    unit.runInTransaction(em -> em.find(Flag.class, 4).picture.purge());
    unit.runInTransaction(em -> {
      assertThat(em.find(Flag.class, 3).picture.blob().filename()).isEqualTo("new.png");
      assertThat(em.find(Flag.class, 4).picture.isAttached()).isFalse();
    });
    unit.assertClean();
  }

  /** The least that Hibernate takes for a cache. */
  static final class InMemory extends RegionFactoryTemplate {
    private static final long serialVersionUID = 1L;

    @Override
    protected void prepareForUse(SessionFactoryOptions settings, Map<String, Object> values) {}

    @Override
    protected void releaseFromUse() {}

    @Override
    protected DomainDataStorageAccess createDomainDataStorageAccess(
        DomainDataRegionConfig config, DomainDataRegionBuildingContext context) {
      return new Stored();
    }

    @Override
    protected StorageAccess createQueryResultsRegionStorageAccess(
        String region, SessionFactoryImplementor factory) {
      return new Stored();
    }

    @Override
    protected StorageAccess createTimestampsRegionStorageAccess(
        String region, SessionFactoryImplementor factory) {
      return new Stored();
    }
  }

  private static final class Stored implements DomainDataStorageAccess {
    private final Map<Object, Object> values = new ConcurrentHashMap<>();

    @Override
    public @Nullable Object getFromCache(Object key, SharedSessionContractImplementor session) {
      return values.get(key);
    }

    @Override
    public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
      values.put(key, value);
    }

    @Override
    public boolean contains(Object key) {
      return values.containsKey(key);
    }

    @Override
    public void evictData() {
      values.clear();
    }

    @Override
    public void evictData(Object key) {
      values.remove(key);
    }

    @Override
    public void release() {}
  }
}
