package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.Affix;
import dev.affix.AffixBuilder;
import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.AttachmentMappingException;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.Urls;
import dev.affix.image.Analysis;
import dev.affix.image.Variation;
import dev.affix.serving.SigningKeys;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import dev.affix.validation.MaxFileSize;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is wrong with mappings and settings is told when an Affix is built, all of it at once. */
class BuildFaultsTest {

  @Entity
  static class Faulty {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached
    @MaxFileSize("plenty")
    @Transient
    final AttachedOne sized = AttachedOne.of(this);

    @HasOneAttached(service = "archiv")
    @Transient
    final AttachedOne elsewhere = AttachedOne.of(new Object());
  }

  @Entity
  static class Fleeting implements Serializable {
    private static final long serialVersionUID = 1L;

    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached @Transient final transient AttachedOne lost = AttachedOne.of(this);

    @HasManyAttached @Transient AttachedMany exchanged = AttachedMany.of(this);
  }

  /** Hibernate finds the handle by its getter, which says nothing of its being transient. */
  @Entity
  @Access(AccessType.PROPERTY)
  static class Mapped {
    private @Nullable Long id;

    @HasOneAttached @Transient private AttachedOne icon = AttachedOne.of(this);

    @Id
    @GeneratedValue
    public @Nullable Long getId() {
      return id;
    }

    public void setId(@Nullable Long id) {
      this.id = id;
    }

    public AttachedOne getIcon() {
      return icon;
    }

    public void setIcon(AttachedOne icon) {
      this.icon = icon;
    }
  }

  @Entity
  @Access(AccessType.PROPERTY)
  static class Unmapped {
    private @Nullable Long id;

    @HasOneAttached @Transient private final AttachedOne icon = AttachedOne.of(this);

    @Id
    @GeneratedValue
    public @Nullable Long getId() {
      return id;
    }

    public void setId(@Nullable Long id) {
      this.id = id;
    }

    @Transient
    public AttachedOne getIcon() {
      return icon;
    }
  }

  @Test
  void faultsOfMappingsSettingsTablesAndHandlesAreToldTogether() {
    try (EntityManagerFactory factory = factory(Faulty.class)) {
      assertThatThrownBy(() -> Affix.builder().service("m", new MemoryService()).build(factory))
          .isInstanceOf(AttachmentMappingException.class)
          .hasMessageStartingWith("6 faults:")
          .hasMessageContaining("Faulty.sized has a constraint that cannot be")
          .hasMessageContaining("No signing key")
          .hasMessageContaining("No URLs")
          .hasMessageContaining("Unknown storage service \"archiv\" on Faulty.elsewhere")
          .hasMessageContaining("are missing; run")
          .hasMessageContaining("Faulty.elsewhere holds the handle of another object");
    }
  }

  @Test
  void aLimitOfSizesNeedsAnImageProcessor() {
    try (EntityManagerFactory factory = factory(Exhibit.class)) {
      assertThatThrownBy(() -> configured().build(factory))
          .isInstanceOf(AttachmentMappingException.class)
          .hasMessageStartingWith("2 faults:")
          .hasMessageContaining(
              "Exhibit.emblem has @ImageDimensions, which needs an image processor; call"
                  + " imageProcessor(VipsImageProcessor.create())")
          .hasMessageContaining("Exhibit.badges has @ImageDimensions");
    }
  }

  @Entity
  static class Curious {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached(analyze = Analysis.PLACEHOLDER)
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  @Test
  void whatIsOnlyGoodToKnowDoesNot() {
    try (Unit unit = Unit.open(TestDatabase.Kind.H2, Map.of(), Curious.class)) {
      var staged = unit.affix().stage(Pictures.png("ann"), Curious.class, "photo");
      assertThat(staged.image()).isEmpty();
      Curious owner = new Curious();
      owner.photo.attach(staged);
      unit.runInTransaction(em -> em.persist(owner));
      assertThat(unit.rows("affix_attachments")).isEqualTo(1);
    }
  }

  @Test
  void variantsThatAreDeclaredInCodeAreToldWithAllOthers() {
    Variation card = Variation.of(Variation.resizeToLimit(9, 9));
    try (EntityManagerFactory factory = factory(Curious.class)) {
      AffixBuilder builder =
          Affix.builder()
              .service("memory", new MemoryService())
              .variant(Curious.class, "photo", "card", card, o -> o.fallback("thumb", "card"))
              .variant(Curious.class, "photo", "tile", card, o -> o.placeholder("face"))
              .variant(Curious.class, "portrait", "tile", card)
              .variantsPerAttachment(0);
      assertThatThrownBy(() -> builder.build(factory))
          .isInstanceOf(AttachmentMappingException.class)
          .hasMessageContaining("No signing key")
          .hasMessageContaining("Curious.photo has the fallback \"thumb\" for the variant \"card\"")
          .hasMessageContaining("Curious.photo has the fallback \"card\" for the variant \"card\"")
          .hasMessageContaining(
              "has the placeholder \"face\" for the variant \"tile\", which is not registered")
          .hasMessageContaining("Curious.photo has 1 recipes of variants, but may have 0")
          .hasMessageContaining("variant(Curious.class, \"portrait\", \"tile\", ..) is of no");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> builder.variant(Curious.class, "photo", "x", card, o -> o.placeholder("")))
          .withMessageContaining("leave the call out");
    }
  }

  @Test
  void fiftyRecipesAreEnoughUnlessSomebodySaysOtherwise() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Affix.builder().variantsPerAttachment(-1))
        .withMessageContaining("most must not be negative, but was -1");
    try (EntityManagerFactory factory = factory(Curious.class)) {
      recipes(50).build(factory).close();
      assertThatThrownBy(() -> recipes(51).build(factory))
          .isInstanceOf(AttachmentMappingException.class)
          .hasMessageContaining("Curious.photo has 51 recipes of variants, but may have 50");
      recipes(51).variantsPerAttachment(51).build(factory).close();
    }
  }

  private static AffixBuilder recipes(int count) {
    AffixBuilder builder = configured();
    for (int i = 1; i <= count; i++) {
      Variation variation = Variation.of(Variation.resizeToLimit(i, i));
      builder.variant(Curious.class, "photo", "v" + i, variation);
    }
    return builder;
  }

  @Test
  void aHandleMustSurviveSerializationAndStay() {
    try (EntityManagerFactory factory = factory(Fleeting.class)) {
      assertThatThrownBy(() -> configured().build(factory))
          .isInstanceOf(AttachmentMappingException.class)
          .hasMessageStartingWith("2 faults:")
          .hasMessageContaining("Fleeting.lost must not have the keyword transient")
          .hasMessageContaining("Fleeting.exchanged must be final");
    }
  }

  @Test
  void aGetterThatHibernateMapsAsAColumn() {
    try (EntityManagerFactory factory = factory(Mapped.class)) {
      assertThatThrownBy(() -> configured().build(factory))
          .isInstanceOf(AttachmentMappingException.class)
          .hasMessageContaining("BuildFaultsTest$Mapped.icon is mapped as a column by Hibernate")
          .hasMessageContaining("put @Transient where its mapping is read from: on the getter");
    }
  }

  @Test
  void aTransientGetterWorks() {
    try (Unit unit = Unit.open(TestDatabase.Kind.H2, Map.of(), Unmapped.class)) {
      Unmapped owner = new Unmapped();
      owner.getIcon().attach(unit.affix().stage(Unit.text("x")));
      unit.runInTransaction(em -> em.persist(owner));
      unit.runInTransaction(
          em -> assertThat(em.find(Unmapped.class, owner.getId()).getIcon().isAttached()).isTrue());
    }
  }

  private static AffixBuilder configured() {
    return Affix.builder()
        .service("memory", new MemoryService())
        .signingKeys(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
        .urls(Urls.proxy("/files"))
        .createTables();
  }

  private static EntityManagerFactory factory(Class<?> entity) {
    return new PersistenceConfiguration("bad")
        .managedClass(entity)
        .property("jakarta.persistence.nonJtaDataSource", TestDatabase.h2().dataSource())
        .property("hibernate.hbm2ddl.auto", "none")
        .createEntityManagerFactory();
  }
}
