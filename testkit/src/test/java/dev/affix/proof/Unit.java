package dev.affix.proof;

import dev.affix.Affix;
import dev.affix.AffixBuilder;
import dev.affix.Upload;
import dev.affix.Urls;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.OwnTransactions.ConnectionSource;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.AttachmentListener;
import dev.affix.serving.SigningKeys;
import dev.affix.testkit.FaultyService;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.StatementCounter;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** A persistence unit with an Affix on a database of its own, in memory storage. */
final class Unit implements AutoCloseable {
  private final TestDatabase database;
  private final EntityManagerFactory factory;
  private final Affix affix;
  final StatementCounter counter;
  final MemoryService memory = new MemoryService();
  final FaultyService service = FaultyService.around(memory);
  final List<AttachmentEvent> inTransaction = new CopyOnWriteArrayList<>();
  final List<AttachmentEvent> afterCommit = new CopyOnWriteArrayList<>();

  private Unit(
      TestDatabase.Kind kind,
      int poolSize,
      BiFunction<AffixBuilder, Unit, AffixBuilder> more,
      Map<String, Object> properties,
      Class<?>... entities) {
    database = kind.open();
    SchemaScripts.run(database);
    counter = StatementCounter.over(database.dataSource(poolSize));
    var configuration =
        new PersistenceConfiguration("proof")
            .property("jakarta.persistence.nonJtaDataSource", counter.dataSource())
            .property("hibernate.hbm2ddl.auto", "update");
    properties.forEach(configuration::property);
    for (Class<?> entity : entities) {
      configuration.managedClass(entity);
    }
    factory = configuration.createEntityManagerFactory();
    affix =
        more.apply(
                Affix.builder()
                    .service("memory", service)
                    .defaultService("memory")
                    .signingKeys(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
                    .urls(Urls.proxy("/files"))
                    .replacedFileGrace(Duration.ZERO)
                    .listener(recorder()),
                this)
            .build(factory);
  }

  static Unit open(TestDatabase.Kind kind) {
    return open(kind, 10, (builder, unit) -> builder, Pseud.class);
  }

  static Unit open(
      TestDatabase.Kind kind,
      int poolSize,
      BiFunction<AffixBuilder, Unit, AffixBuilder> more,
      Class<?>... entities) {
    return new Unit(kind, poolSize, more, Map.of(), entities);
  }

  static Unit open(TestDatabase.Kind kind, Map<String, Object> properties, Class<?>... entities) {
    return open(kind, (builder, unit) -> builder, properties, entities);
  }

  static Unit open(
      TestDatabase.Kind kind,
      BiFunction<AffixBuilder, Unit, AffixBuilder> more,
      Map<String, Object> properties,
      Class<?>... entities) {
    return new Unit(kind, 10, more, properties, entities);
  }

  Affix affix() {
    return affix;
  }

  EntityManagerFactory factory() {
    return factory;
  }

  TestDatabase database() {
    return database;
  }

  <T> T inTransaction(Function<EntityManager, T> work) {
    return factory.callInTransaction(work);
  }

  void runInTransaction(Consumer<EntityManager> work) {
    factory.runInTransaction(work);
  }

  /** Transactions like those that Affix runs beside the caller's, to be held open by a test. */
  OwnTransactions own() {
    var source =
        new ConnectionSource() {
          @Override
          public Connection borrow() throws SQLException {
            return counter.dataSource().getConnection();
          }

          @Override
          public void giveBack(Connection connection) throws SQLException {
            connection.close();
          }
        };
    return new OwnTransactions(source, dialect(database.kind()), Duration.ofSeconds(5));
  }

  static Dialect dialect(TestDatabase.Kind kind) {
    return switch (kind) {
      case H2 -> Dialect.H2;
      case POSTGRES -> Dialect.POSTGRESQL;
      case MARIADB -> Dialect.MARIADB;
    };
  }

  /** A new persistent pseud. */
  Long pseud(String name) {
    return inTransaction(
            em -> {
              Pseud pseud = new Pseud(name);
              em.persist(pseud);
              return pseud;
            })
        .id();
  }

  /** A new pseud with that icon. */
  Long pseudWithIcon(String name) {
    Long id = pseud(name);
    runInTransaction(em -> em.find(Pseud.class, id).icon().attach(Pictures.png(name)));
    return id;
  }

  /** Notes for all staged blobs that wait to be followed, with no hint that anybody should. */
  void noteStaged() {
    runInTransaction(em -> {
      em.createNativeQuery(
              "insert into affix_deletions"
                  + " (id, service, storage_key, reason, due_at, attempts, created_at)"
                  + " select id, service, storage_key, 'PURGED', created_at, 0, created_at"
                  + " from affix_blobs where state = 'STAGED'")
          .executeUpdate();
      em.createNativeQuery("delete from affix_blobs where state = 'STAGED'").executeUpdate();
    });
  }

  /** One statement in a transaction of its own. */
  void sql(String statement) {
    runInTransaction(em -> em.createNativeQuery(statement).executeUpdate());
  }

  /** As if the time in that column was over, in every row. */
  void past(String table, String column) {
    sql("update " + table + " set " + column + " = '2020-01-01 00:00:00'");
  }

  /** How many rows a table has, optionally under a condition. */
  long rows(String tableAndCondition) {
    return inTransaction(em ->
        ((Number)
                em.createNativeQuery("select count(*) from " + tableAndCondition).getSingleResult())
            .longValue());
  }

  /** Nothing lost, nothing left over: rows and objects agree once everything due is done. */
  void assertClean() {
    settle();
    var report = affix.audit("memory");
    if (!report.isClean()) {
      throw new AssertionError(report.toString());
    }
    long unreferenced =
        rows(
            "affix_blobs b where b.state = 'STORED' and not exists"
                + " (select 1 from affix_attachments a where a.blob_id = b.id)");
    if (unreferenced != 0) {
      throw new AssertionError(unreferenced + " stored blobs that nothing refers to");
    }
  }

  /** Does all that is due, and waits for what runs in the background. */
  void settle() {
    eventually(() -> {
      affix.housekeeping();
      return rows("affix_deletions where attempts = 0") == 0 && counter.held() == 0;
    });
  }

  /** Waits for background work, at most ten seconds. */
  static void eventually(BooleanSupplier holds) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen within ten seconds");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private AttachmentListener recorder() {
    return new AttachmentListener() {
      @Override
      public void inTransaction(AttachmentEvent event) {
        inTransaction.add(event);
      }

      @Override
      public void afterCommit(AttachmentEvent event) {
        afterCommit.add(event);
      }
    };
  }

  static Upload text(String content) {
    return Upload.of(content.getBytes(java.nio.charset.StandardCharsets.UTF_8), "note.txt");
  }

  @Override
  public void close() {
    affix.close();
    factory.close();
    database.close();
  }
}
