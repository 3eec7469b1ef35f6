package dev.affix;

import dev.affix.image.ImageProcessor;
import dev.affix.image.Variation;
import dev.affix.internal.EngineRoom;
import dev.affix.internal.EngineSettings;
import dev.affix.internal.mapping.VariantRules;
import dev.affix.internal.serving.Substitute;
import dev.affix.lifecycle.AttachmentListener;
import dev.affix.lifecycle.UploadInspector;
import dev.affix.serving.AccessCheck;
import dev.affix.serving.ServingLimits;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.StorageService;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Configures an {@link Affix}. Not safe for use by several threads; use it once. */
public final class AffixBuilder {
  private final EngineSettings settings = new EngineSettings();

  AffixBuilder() {}

  /**
   * Registers a storage service under a name that goes into rows and URLs; to change it, see {@link
   * #formerly}.
   *
   * @param name 1 to 16 characters of {@code a-z}, {@code 0-9}, {@code -} and {@code _}
   */
  public AffixBuilder service(String name, StorageService service) {
    settings.service(name, service);
    return this;
  }

  /**
   * Names that the service registered last had before. Rows and URLs that name it so go on working.
   * {@link Affix#housekeeping} gives the rows the new name; until it has, the service is neither
   * audited nor repaired, and no files move from or to it. Leave the names in: URLs may be older
   * than the rows are.
   *
   * @throws IllegalStateException if no service is registered yet
   */
  public AffixBuilder formerly(String... names) {
    for (String name : names) {
      settings.formerly(name);
    }
    return this;
  }

  /** The service of attachments that name none; needless if there is one service only. */
  public AffixBuilder defaultService(String name) {
    settings.defaultService = name;
    return this;
  }

  /**
   * Names this environment, such as {@code production}. A place that another environment claimed
   * (see {@link Affix#claim}) loses nothing through this one, and neither does a claimed place
   * through an environment without a name.
   *
   * @param name 1 to 64 characters of {@code A-Z}, {@code a-z}, {@code 0-9}, {@code .}, {@code _}
   *     and {@code -}
   */
  public AffixBuilder environment(String name) {
    if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "name must be 1 to 64 of A-Z, a-z, 0-9, ., _ and -, but was \"" + name + "\"");
    }
    settings.environment = name;
    return this;
  }

  /**
   * Declares that nothing but Affix writes to these services. Only there {@link Affix#repair} is
   * allowed.
   */
  public AffixBuilder exclusive(String... services) {
    settings.exclusive.addAll(List.of(services));
    return this;
  }

  /**
   * Starts with deletions paused on this node; see {@link dev.affix.lifecycle.Deletions#resume}.
   */
  public AffixBuilder deletesPaused() {
    settings.deletesPaused = true;
    return this;
  }

  /**
   * How many objects this node deletes in any hour, failed attempts included; no limit if unset.
   */
  public AffixBuilder deletesPerHour(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "count must be at least 1, but was "
              + count
              + "; to delete nothing, call deletesPaused()");
    }
    settings.deletesPerHour = count;
    return this;
  }

  /** Signs URLs; keys can be rotated, see {@link SigningKeys}. */
  public AffixBuilder signingKeys(SigningKeys keys) {
    settings.signingKeys = keys;
    return this;
  }

  /** Where URLs lead, and for how long. */
  public AffixBuilder urls(Urls urls) {
    settings.urls = urls;
    return this;
  }

  /** Makes variants; without one their URLs answer 404. Stays yours to close, after this Affix. */
  public AffixBuilder imageProcessor(ImageProcessor processor) {
    settings.imageProcessor = processor;
    return this;
  }

  /** Looks at uploads before they can be attached; called in the order of registration. */
  public AffixBuilder inspector(UploadInspector inspector) {
    settings.inspectors.add(inspector);
    return this;
  }

  /** Is told of attachment events; called in the order of registration. */
  public AffixBuilder listener(AttachmentListener listener) {
    settings.listeners.add(listener);
    return this;
  }

  /** Decides on requests for GUARDED files; by default all are denied. */
  public AffixBuilder accessCheck(AccessCheck check) {
    settings.accessCheck = check;
    return this;
  }

  /** Limits of serving; see {@link ServingLimits#DEFAULTS}. */
  public AffixBuilder servingLimits(ServingLimits limits) {
    settings.servingLimits = limits;
    return this;
  }

  /**
   * Lets browsers upload before their form is sent; see {@link DirectUploads}. Without this nobody
   * can.
   *
   * @param base where {@link DirectUploads#handle} answers, an absolute URL or a path from the
   *     root, as in {@link Urls#proxy}; a place of its own, which no cache and no CDN stands before
   */
  public AffixBuilder directUploads(String base, DirectUploadLimits limits) {
    settings.directUploadBase = Urls.proxy(base).base();
    settings.directUploadLimits = limits;
    return this;
  }

  /**
   * Declares a variant in code, beside those of the annotation.
   *
   * @param ownerClass an entity class, or one that entity classes extend
   * @param attachment field name or table name of an attachment of these
   * @param name to ask for it by, at most 64 characters
   */
  public AffixBuilder variant(
      Class<?> ownerClass, String attachment, String name, Variation variation) {
    return variant(ownerClass, attachment, name, variation, options -> options);
  }

  /**
   * Declares a variant in code, with what annotations say beside the recipe:
   *
   * <pre>{@code
   * builder.variant(User.class, "portrait", "card", card,
   *     options -> options.preprocess().fallback("thumb").placeholder("face"));
   * }</pre>
   *
   * @param ownerClass as in the short form, and so are the others
   * @param options given none, to be returned with those that hold; called once
   */
  public AffixBuilder variant(
      Class<?> ownerClass,
      String attachment,
      String name,
      Variation variation,
      UnaryOperator<VariantOptions> options) {
    settings.variants.add(
        new VariantRules.Declared(
            ownerClass, attachment, name, variation, options.apply(VariantOptions.NONE).terms()));
    return this;
  }

  /**
   * Registers a picture that variants may name as their {@link Variant#placeholder}.
   *
   * @param contentType of PNG, JPEG, GIF, WebP or AVIF
   * @param bytes at most 1 MiB, held in memory
   */
  public AffixBuilder placeholder(String name, String contentType, byte[] bytes) {
    settings.placeholders.put(name, new Substitute.Placeholder(contentType, bytes));
    return this;
  }

  /**
   * How many recipes an attachment may have, checked when built; 50 by default. Each is a row and
   * an object for every file, should all be asked for.
   */
  public AffixBuilder variantsPerAttachment(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("most must not be negative, but was " + most);
    }
    settings.variantsPerAttachment = most;
    return this;
  }

  /** How many variants this node makes at once; by default the number of processors. */
  public AffixBuilder variantsAtOnce(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    settings.variantsAtOnce = count;
    return this;
  }

  /**
   * How many variants this node begins to make in any minute; no limit if unset. Requests beyond it
   * answer 503 and say when to come again; what is made already costs nothing of it.
   */
  public AffixBuilder variantsPerMinute(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    settings.variantsPerMinute = count;
    return this;
  }

  /** How long a staged blob waits to be attached; 24 hours by default. */
  public AffixBuilder stagedBlobExpiry(Duration expiry) {
    settings.stagedBlobExpiry = positive("expiry", expiry);
    return this;
  }

  /** How long one upload may take, less than the expiry; 1 hour by default. */
  public AffixBuilder uploadDeadline(Duration deadline) {
    settings.uploadDeadline = positive("deadline", deadline);
    return this;
  }

  /** How long a replaced file stays readable; 24 hours by default. */
  public AffixBuilder replacedFileGrace(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, but was " + grace);
    }
    settings.replacedFileGrace = grace;
    return this;
  }

  /**
   * How long variants stay whose recipe is declared no more, counted from the first housekeeping on
   * a node that does not know it; 7 days by default. As long as nodes that know it do their
   * housekeeping they stay, too. Longer than a page with their URLs is cached is good.
   */
  public AffixBuilder outdatedVariantGrace(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, but was " + grace);
    }
    settings.outdatedVariantGrace = grace;
    return this;
  }

  /**
   * Connections for Affix's own short transactions; by default Hibernate's. Needed where those are
   * enlisted in JTA transactions or differ by tenant.
   */
  public AffixBuilder stagingDataSource(DataSource dataSource) {
    settings.stagingDataSource = dataSource;
    return this;
  }

  /** How long Affix waits for a connection of its own before it gives up; 5 seconds by default. */
  public AffixBuilder connectionPatience(Duration patience) {
    settings.connectionPatience = positive("patience", patience);
    return this;
  }

  /** Forbids {@code attach(Upload)} in transactions: uploads must be staged beforehand. */
  public AffixBuilder requireStaging() {
    settings.stagedOnly = true;
    return this;
  }

  /** Throws where a session loads one attachment for one owner at a time, again and again. */
  public AffixBuilder strictLoading() {
    settings.strictLoading = true;
    return this;
  }

  /**
   * Creates those of the four tables that are not there, when built. For demonstrations and tests;
   * in production run the script {@code dev/affix/schema/<database>.sql} by your migration tool.
   */
  public AffixBuilder createTables() {
    settings.createTables = true;
    return this;
  }

  /**
   * Checks everything, mappings too, and begins to bind handles.
   *
   * @throws AttachmentMappingException with every fault found
   */
  public Affix build(EntityManagerFactory entityManagerFactory) {
    return new Affix(EngineRoom.build(settings, entityManagerFactory));
  }

  private static Duration positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, but was " + value);
    }
    return value;
  }
}
