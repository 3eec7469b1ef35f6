package dev.affix.benchmarks.bed;

import dev.affix.Affix;
import dev.affix.AffixBuilder;
import dev.affix.Upload;
import dev.affix.Urls;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.StorageService;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** A persistence unit of {@link Pseud} with an Affix over it. */
public final class Unit implements AutoCloseable {
  /** Name of the one service. */
  public static final String SERVICE = "files";

  static {
    // Hibernate's log goes where all others go, to standard error, as far as it is wanted at all.
    System.setProperty("org.jboss.logging.provider", "slf4j");
  }

  private final EntityManagerFactory factory;
  private final Affix affix;

  private Unit(EntityManagerFactory factory, Affix affix) {
    this.factory = factory;
    this.affix = affix;
  }

  /**
   * Opens the unit and makes the tables that are not there.
   *
   * @param dataSource stays the caller's to close, after this
   */
  public static Unit open(
      DataSource dataSource, StorageService service, UnaryOperator<AffixBuilder> more) {
    return open(dataSource, service, true, more);
  }

  /** As {@link #open(DataSource, StorageService, UnaryOperator)} where all tables are there. */
  public static Unit join(
      DataSource dataSource, StorageService service, UnaryOperator<AffixBuilder> more) {
    return open(dataSource, service, false, more);
  }

  private static Unit open(
      DataSource dataSource,
      StorageService service,
      boolean first,
      UnaryOperator<AffixBuilder> more) {
    EntityManagerFactory factory =
        new PersistenceConfiguration("benchmarks")
            .managedClass(Pseud.class)
            .property("jakarta.persistence.nonJtaDataSource", dataSource)
            .property("hibernate.hbm2ddl.auto", first ? "update" : "none")
            .createEntityManagerFactory();
    AffixBuilder builder =
        Affix.builder()
            .service(SERVICE, service)
            .signingKeys(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
            .urls(Urls.proxy("/files"));
    return new Unit(factory, more.apply(first ? builder.createTables() : builder).build(factory));
  }

  public EntityManagerFactory factory() {
    return factory;
  }

  public Affix affix() {
    return affix;
  }

  /** Ids of that many new owners. */
  public long[] owners(int count) {
    return factory.callInTransaction(em -> {
      long[] ids = new long[count];
      for (int i = 0; i < count; i++) {
        Pseud pseud = new Pseud("pseud " + i);
        em.persist(pseud);
        ids[i] = pseud.id();
      }
      return ids;
    });
  }

  /** A new owner with that icon. */
  public long ownerWithIcon(Upload icon) {
    var staged = affix.stage(icon);
    return factory
        .callInTransaction(em -> {
          Pseud pseud = new Pseud("pseud");
          em.persist(pseud);
          pseud.icon().attach(staged);
          return pseud;
        })
        .id();
  }

  @Override
  public void close() {
    affix.close();
    factory.close();
  }
}
