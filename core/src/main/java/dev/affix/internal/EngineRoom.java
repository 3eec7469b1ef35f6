package dev.affix.internal;

import dev.affix.AffixException;
import dev.affix.AttachmentMappingException;
import dev.affix.internal.attaching.AttachPolicy;
import dev.affix.internal.attaching.FieldValidator;
import dev.affix.internal.attaching.JakartaFieldValidator;
import dev.affix.internal.attaching.OrphanPurge;
import dev.affix.internal.attaching.Transitions;
import dev.affix.internal.claims.Claims;
import dev.affix.internal.direct.DirectRoom;
import dev.affix.internal.handles.HandleCheck;
import dev.affix.internal.hibernate.PersistenceUnit;
import dev.affix.internal.housekeeping.Audit;
import dev.affix.internal.housekeeping.Background;
import dev.affix.internal.housekeeping.DeletionHints;
import dev.affix.internal.housekeeping.DeletionSwitch;
import dev.affix.internal.housekeeping.DueDeletions;
import dev.affix.internal.housekeeping.FormerNames;
import dev.affix.internal.housekeeping.Housekeeping;
import dev.affix.internal.housekeeping.OutdatedVariants;
import dev.affix.internal.housekeeping.Repairing;
import dev.affix.internal.loading.Loading;
import dev.affix.internal.loading.Strictness;
import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.mapping.OwnerMapping;
import dev.affix.internal.mapping.VariantRules;
import dev.affix.internal.moving.Mover;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.OwnTransactions.ConnectionSource;
import dev.affix.internal.rows.OwnerNames;
import dev.affix.internal.rows.OwnerTable;
import dev.affix.internal.rows.Owners;
import dev.affix.internal.rows.Schema;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.serving.ProxyHandler;
import dev.affix.internal.serving.ServingPorts;
import dev.affix.internal.serving.VariantOutcome;
import dev.affix.internal.signing.TokenCodec;
import dev.affix.internal.signing.UrlSigner;
import dev.affix.internal.staging.Measuring;
import dev.affix.internal.staging.Restaging;
import dev.affix.internal.staging.Services;
import dev.affix.internal.staging.Staging;
import dev.affix.lifecycle.AttachmentListener;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Has everything checked, and puts the rooms together. */
public final class EngineRoom {
  private final EngineSettings settings;
  private final PersistenceUnit unit;
  private final ConnectionSource connections;

  private EngineRoom(EngineSettings settings, PersistenceUnit unit) {
    this.settings = settings;
    this.unit = unit;
    this.connections = connections();
  }

  /**
   * Puts an engine together and starts it.
   *
   * @throws AttachmentMappingException with every fault found
   */
  public static Engine build(EngineSettings settings, EntityManagerFactory factory) {
    return new EngineRoom(settings, PersistenceUnit.of(factory)).build();
  }

  private Engine build() {
    List<String> faults = new ArrayList<>(unit.mappedHandles());
    Mappings mappings = Mappings.read(unit.entities(), variantRules(), faults);
    Dialect dialect = onConnection(c -> Dialect.of(c.getMetaData().getDatabaseProductName()));
    new SettingsCheck(settings, faults).check(mappings);
    checkTables(new Schema(dialect), faults);
    HandleCheck handles = new HandleCheck(unit::handle, faults);
    mappings.owners().forEach(handles::check);
    if (!faults.isEmpty()) {
      throw new AttachmentMappingException(faults.stream().distinct().toList());
    }
    Engine engine = assemble(mappings, dialect);
    unit.activate(mappings, engine.transitions(), dialect);
    return engine;
  }

  private VariantRules variantRules() {
    return new VariantRules(
        settings.variants, settings.variantsPerAttachment, settings.placeholders.keySet());
  }

  private Engine assemble(Mappings mappings, Dialect dialect) {
    Services services =
        new Services(settings.services, settings.formerNames, settings.defaultService());
    Tables tables =
        Tables.with(
            unit.blobReferences(), settings.formerNames, new OwnerNames(mappings.formerTypes()));
    var transactions = new OwnTransactions(connections, dialect, settings.connectionPatience);
    Background background = new Background();
    Claims claims = new Claims(services, settings.environment);
    DeletionSwitch deletions = new DeletionSwitch(settings.deletesPaused);
    DueDeletions due =
        new DueDeletions(
            services, tables, transactions, claims, deletions, settings.deletesPerHour);
    FormerNames names = new FormerNames(services, mappings.formerTypes(), tables, transactions);
    var outdated =
        new OutdatedVariants(
            tables, transactions, mappings.digests(), settings.outdatedVariantGrace);
    PictureRooms pictures =
        settings.imageProcessor == null
            ? null
            : PictureRooms.of(
                settings.imageProcessor,
                settings,
                services,
                mappings,
                tables,
                transactions,
                dialect);
    var housekeeping =
        new Housekeeping(
            tables,
            transactions,
            due,
            names,
            outdated,
            pictures == null ? () -> 0 : pictures.preparing()::run,
            background);
    List<AttachmentListener> listeners = new ArrayList<>(settings.listeners);
    if (pictures != null) {
      listeners.add(pictures.preparing());
    }
    Owners owners = owners(mappings);
    Audit audit = new Audit(services, tables, transactions, owners, names, dialect);
    OrphanPurge orphans = new OrphanPurge(tables, services.everyName(), settings.listeners);
    DeletionHints hints = new DeletionHints(background, housekeeping);
    var times = new Staging.Times(settings.stagedBlobExpiry, settings.uploadDeadline);
    Measuring measuring = new Measuring(settings.imageProcessor);
    Staging staging =
        new Staging(
            services,
            tables,
            transactions,
            settings.inspectors,
            background,
            hints,
            measuring,
            times);
    Restaging restaging =
        new Restaging(
            services, tables, transactions, settings.inspectors, staging, measuring, times);
    Loading loading =
        new Loading(
            tables.attachments(),
            settings.strictLoading ? new Strictness.Strict() : new Strictness.Lenient());
    InstantSource clock = InstantSource.system();
    TokenCodec codec = new TokenCodec(required(settings.signingKeys));
    FieldValidator validator = fieldValidator();
    Transitions transitions =
        new Transitions(
            tables,
            services.everyName(),
            staging,
            loading,
            new SignedLinks(new UrlSigner(codec, required(settings.urls), clock)),
            listeners,
            hints,
            validator,
            new AttachPolicy(settings.replacedFileGrace, settings.stagedOnly));
    ServingPorts ports =
        new ServingPorts(
            services::find,
            pictures == null
                ? (blob, service, key, name, digest) -> new VariantOutcome.Failed()
                : pictures.maker(),
            new RowLookup(tables, transactions),
            settings.accessCheck,
            new DeclaredSubstitutes(mappings, settings.placeholders));
    return new Engine(
        unit,
        mappings,
        staging,
        loading,
        transitions,
        transactions,
        claims,
        deletions,
        housekeeping,
        audit,
        new Mover(
            services,
            mappings,
            tables,
            transactions,
            dialect,
            hints,
            name -> {
              claims.requireNotForeign(name);
              names.requireNone(name);
            }),
        new Repairing(
            services, settings.exclusive, claims, audit, tables, transactions, owners, orphans),
        pictures,
        validator,
        new ProxyHandler(codec, ports, settings.servingLimits, clock),
        settings.directUploadBase == null
            ? null
            : DirectRoom.of(
                new DirectRoom.Terms(
                    settings.directUploadBase, settings.directUploadLimits, times.deadline()),
                codec,
                clock,
                services,
                tables,
                transactions,
                restaging,
                due::permits,
                background),
        background);
  }

  private Owners owners(Mappings mappings) {
    Set<String> types =
        mappings.owners().stream().map(OwnerMapping::ownerType).collect(Collectors.toSet());
    Map<String, OwnerTable> ownerTables = new HashMap<>(unit.ownerTables(mappings));
    mappings
        .formerTypes()
        .forEach((former, now) -> {
          types.add(former);
          OwnerTable table = ownerTables.get(now);
          if (table != null) {
            ownerTables.put(former, table);
          }
        });
    return new Owners(types, ownerTables);
  }

  private void checkTables(Schema schema, List<String> faults) {
    List<String> missing =
        onConnection(connection -> {
          List<String> absent = schema.missing(connection);
          if (settings.createTables) {
            schema.create(connection, absent);
            return List.of();
          }
          return absent;
        });
    if (!missing.isEmpty()) {
      faults.add(
          "Tables %s are missing; run %s from affix-core, or call createTables() in a test"
              .formatted(missing, schema.path()));
    }
  }

  private ConnectionSource connections() {
    DataSource own = settings.stagingDataSource;
    if (own != null) {
      return new DataSourceConnections(own);
    }
    return unit.connections()
        .orElseThrow(() ->
            new AffixException(
                "Hibernate's connections differ by tenant; call stagingDataSource(..)"));
  }

  private FieldValidator fieldValidator() {
    Object mode = unit.properties().get("jakarta.persistence.validation.mode");
    if (mode != null && mode.toString().equalsIgnoreCase("none")) {
      return FieldValidator.NONE;
    }
    return JakartaValidation.isPresent()
        ? JakartaFieldValidator.of(unit.properties())
        : FieldValidator.NONE;
  }

  private <T> T onConnection(ConnectionWork<T> work) {
    try {
      Connection connection = connections.borrow();
      try {
        return work.with(connection);
      } finally {
        connections.giveBack(connection);
      }
    } catch (SQLException e) {
      throw new AffixException("The database cannot be asked: " + e.getMessage(), e);
    }
  }

  private static <T> T required(@Nullable T setting) {
    return Objects.requireNonNull(setting);
  }

  @FunctionalInterface
  private interface ConnectionWork<T> {
    T with(Connection connection) throws SQLException;
  }

  private record DataSourceConnections(DataSource dataSource) implements ConnectionSource {
    @Override
    public Connection borrow() throws SQLException {
      return dataSource.getConnection();
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
      connection.close();
    }
  }
}
