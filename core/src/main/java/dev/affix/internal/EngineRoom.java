package dev.affix.internal;

import dev.affix.AffixException;
import dev.affix.AttachmentMappingException;
import dev.affix.internal.analyzing.Analyzing;
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
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.Fallback;
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
import dev.affix.internal.serving.Substitute;
import dev.affix.internal.serving.VariantOutcome;
import dev.affix.internal.signing.TokenCodec;
import dev.affix.internal.signing.UrlSigner;
import dev.affix.internal.staging.Measuring;
import dev.affix.internal.staging.Restaging;
import dev.affix.internal.staging.Services;
import dev.affix.internal.staging.Staging;
import dev.affix.internal.variants.Preparing;
import dev.affix.internal.variants.Regenerating;
import dev.affix.internal.variants.VariantMaker;
import dev.affix.lifecycle.AttachmentListener;
import dev.affix.storage.EnvironmentAware;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the settings and puts the rooms together. */
public final class EngineRoom {
  private static final Logger LOG = LoggerFactory.getLogger(EngineRoom.class);

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
    checkSettings(mappings, faults);
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

  private List<Substitute> substitutes(Fallback fallback) {
    List<Substitute> substitutes = new ArrayList<>();
    fallback.others().stream()
        .map(other -> new Substitute.OtherVariant(other.name(), other.variation()))
        .forEach(substitutes::add);
    if (fallback.original()) {
      substitutes.add(new Substitute.Original());
    }
    Substitute.Placeholder placeholder = settings.placeholders.get(fallback.placeholder());
    if (placeholder != null) {
      substitutes.add(placeholder);
    }
    return substitutes;
  }

  private Engine assemble(Mappings mappings, Dialect dialect) {
    Services services = new Services(settings.services, settings.formerNames, defaultService());
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
    VariantMaker maker = maker(services, mappings, tables, transactions);
    Preparing preparing =
        maker == null ? null : new Preparing(mappings, tables, transactions, maker);
    var housekeeping =
        new Housekeeping(
            tables,
            transactions,
            due,
            names,
            outdated,
            preparing == null ? () -> 0 : preparing::run,
            background);
    List<AttachmentListener> listeners = new ArrayList<>(settings.listeners);
    if (preparing != null) {
      listeners.add(preparing);
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
            maker == null
                ? (blob, service, key, name, digest) -> new VariantOutcome.Failed()
                : maker,
            new RowLookup(tables, transactions),
            settings.accessCheck,
            (name, digest) ->
                mappings.fallback(name, digest).map(this::substitutes).orElseGet(List::of));
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
        maker == null ? null : new Regenerating(maker, tables, transactions, dialect),
        preparing,
        settings.imageProcessor == null
            ? null
            : new Analyzing(services, settings.imageProcessor, tables, transactions, dialect),
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

  private @Nullable VariantMaker maker(
      Services services, Mappings mappings, Tables tables, OwnTransactions transactions) {
    return settings.imageProcessor == null
        ? null
        : new VariantMaker(
            services,
            mappings,
            settings.imageProcessor,
            tables,
            transactions,
            settings.variantsAtOnce,
            settings.variantsPerMinute);
  }

  private void checkSettings(Mappings mappings, List<String> faults) {
    if (settings.services.isEmpty()) {
      faults.add("No storage service; call service(\"name\", service)");
    } else if (!settings.services.containsKey(defaultService())) {
      faults.add(
          "Default service \"%s\" is unknown; registered are %s"
              .formatted(defaultService(), settings.services.keySet()));
    }
    if (settings.signingKeys == null) {
      faults.add("No signing key; call signingKeys(SigningKeys.of(..)) with 32 random bytes");
    }
    if (settings.urls == null) {
      faults.add("No URLs; call urls(Urls.proxy(\"https://cdn.example.org/files\"))");
    }
    settings.exclusive.stream()
        .filter(name -> !settings.services.containsKey(name))
        .forEach(name ->
            faults.add(
                "Unknown storage service \"%s\" in exclusive(..); registered are %s"
                    .formatted(name, settings.services.keySet())));
    checkEnvironments(faults);
    for (OwnerMapping owner : mappings.owners()) {
      owner.attachments().stream()
          .filter(a -> a.service() != null && !settings.services.containsKey(a.service()))
          .forEach(a ->
              faults.add(
                  "Unknown storage service \"%s\" on %s; registered are %s"
                      .formatted(a.service(), a, settings.services.keySet())));
      if (settings.imageProcessor == null) {
        owner.attachments().forEach(a -> checkWithoutProcessor(a, faults));
      }
    }
  }

  /** A limit must hold; what is only good to know may be missing, as variants may. */
  private static void checkWithoutProcessor(AttachmentMapping mapping, List<String> faults) {
    if (mapping.limits().dimensions() != null) {
      faults.add(
          mapping
              + " has @ImageDimensions, which needs an image processor; call"
              + " imageProcessor(VipsImageProcessor.create())");
    } else if (mapping.analysis() != null) {
      LOG.warn("{} asks for analysis, but nothing is found without an image processor", mapping);
    }
  }

  /** Who has no name claims nothing, and is told by a mark whose place it is. */
  private void checkEnvironments(List<String> faults) {
    String own = settings.environment;
    if (own == null) {
      return;
    }
    settings.services.forEach((name, service) -> {
      if (service instanceof EnvironmentAware aware) {
        aware
            .environment()
            .filter(its -> !its.equals(own))
            .ifPresent(its ->
                faults.add(
                    "Storage service \"%s\" was built for environment \"%s\", but this one is \"%s\"; give both the same name, or the service a prefix instead"
                        .formatted(name, its, own)));
      }
    });
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

  private String defaultService() {
    String named = settings.defaultService;
    if (named != null) {
      return named;
    }
    return settings.services.size() == 1
        ? settings.services.keySet().iterator().next()
        : "(none chosen)";
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
