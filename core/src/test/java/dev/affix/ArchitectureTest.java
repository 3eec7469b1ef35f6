package dev.affix;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.affix.internal.Uuids;
import dev.affix.internal.rows.Slot;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directions between the rooms, and what users may see of them. */
class ArchitectureTest {
  private static final String INTERNAL = "dev.affix.internal";

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(Affix.class.getProtectionDomain().getCodeSource().getLocation());

  @ParameterizedTest
  @CsvSource({
    "signing,",
    "rows,",
    "mapping, rows",
    "handles, mapping rows",
    "loading, handles mapping rows",
    "staging, mapping rows",
    "direct, mapping rows signing staging",
    "attaching, handles loading mapping rows staging",
    "serving, signing",
    "bulk, pacing rows",
    "variants, bulk mapping pacing rows serving staging",
    "analyzing, bulk mapping pacing rows staging",
    "pacing, rows",
    "moving, mapping pacing rows staging",
    "claims, staging",
    "housekeeping, attaching claims pacing rows staging",
    "hibernate, attaching handles mapping rows"
  })
  void aRoomKnowsOnlyTheRoomsBelowIt(String room, @org.jspecify.annotations.Nullable String below) {
    Stream<String> known = below == null ? Stream.of() : Stream.of(below.split(" ", -1));
    String[] allowed =
        Stream.concat(Stream.of(room), known).map(ArchitectureTest::room).toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(room(room))
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage(INTERNAL + ".."))
                .or(resideInAnyPackage(allowed))
                .or(type(Uuids.class)))
        .check(CORE);
  }

  @Test
  void everyRoomHasItsPlaceAbove() {
    Set<String> rooms =
        CORE.getPackage(INTERNAL).getSubpackages().stream()
            .map(JavaPackage::getRelativeName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rooms)
        .containsExactly(
            "analyzing",
            "attaching",
            "bulk",
            "claims",
            "direct",
            "handles",
            "hibernate",
            "housekeeping",
            "loading",
            "mapping",
            "moving",
            "pacing",
            "rows",
            "serving",
            "signing",
            "staging",
            "variants");
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching(INTERNAL + ".(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void mappingKnowsOfTablesOnlyWhatASlotIs() {
    noClasses()
        .that()
        .resideInAPackage(room("mapping"))
        .should()
        .dependOnClassesThat(resideInAPackage(room("rows")).and(not(type(Slot.class))))
        .check(CORE);
  }

  @Test
  void hibernateIsMetInOneRoomAndInAnnotationsOfTheEntities() {
    noClasses()
        .that()
        .resideOutsideOfPackages(room("hibernate"), "dev.affix.model")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.hibernate..")
        .check(CORE);
    noClasses()
        .that()
        .resideInAPackage("dev.affix.model")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.hibernate..")
                .and(not(resideInAPackage("org.hibernate.annotations")))
                .and(not(type(org.hibernate.Length.class))))
        .check(CORE);
  }

  @Test
  void rowsAreTheOnlyDoorToTheTables() {
    // Hibernate's room lends statements of the user's connection to rows and runs none itself.
    noClasses()
        .that()
        .resideOutsideOfPackages(room("rows"), room("hibernate"))
        .should()
        .dependOnClassesThat(
            type(java.sql.Statement.class)
                .or(type(java.sql.PreparedStatement.class))
                .or(type(java.sql.ResultSet.class)))
        .check(CORE);
  }

  @Test
  void whatOthersImplementStandsAlone() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.affix.storage", "dev.affix.image", "dev.affix.model")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INTERNAL + "..")
        .check(CORE);
  }

  @Test
  void everyPackageIsEitherExportedOrInternal() throws IOException {
    Set<String> exported =
        module().exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    Set<String> open =
        packages().stream()
            .map(JavaPackage::getName)
            .filter(name -> !name.startsWith(INTERNAL))
            .collect(Collectors.toSet());
    assertThat(exported).isEqualTo(open);
  }

  @Test
  void nothingInternalShowsInPublicSignatures() {
    List<String> faults = new ArrayList<>();
    for (JavaClass type : CORE.that(not(resideInAPackage(INTERNAL + "..")))) {
      if (isVisible(type)) {
        Stream.concat(
                Stream.of(type.getSuperclass().stream(), type.getInterfaces().stream())
                    .flatMap(types -> types)
                    .flatMap(shown -> shown.getAllInvolvedRawTypes().stream()),
                type.getMembers().stream()
                    .filter(ArchitectureTest::isVisible)
                    .flatMap(ArchitectureTest::shownBy))
            .filter(shown -> shown.getPackageName().startsWith(INTERNAL))
            .forEach(shown -> faults.add(type.getName() + " shows " + shown.getName()));
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(packages())
        .hasSizeGreaterThan(15)
        .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class)).as(p.getName()).isTrue());
  }

  @Test
  void namesSayWhatThingsAre() {
    noClasses()
        .should()
        .haveNameMatching(
            ".*[.$](Default|Abstract)[A-Z].*|.*(Impl|Manager|Helper|Utils?|Info|Params)")
        .check(CORE);
  }

  @Test
  void logsGoThroughSlf4j() {
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CORE);
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
  }

  private static String room(String name) {
    return INTERNAL + "." + name;
  }

  private static ModuleDescriptor module() throws IOException {
    for (URL url :
        Collections.list(Affix.class.getClassLoader().getResources("module-info.class"))) {
      try (InputStream in = url.openStream()) {
        ModuleDescriptor module = ModuleDescriptor.read(in);
        if (module.name().equals("dev.affix.core")) {
          return module;
        }
      }
    }
    throw new AssertionError("module-info.class of dev.affix.core is not on the class path");
  }

  private static List<JavaPackage> packages() {
    JavaPackage root = CORE.getPackage("dev.affix");
    return Stream.concat(Stream.of(root), root.getSubpackagesInTree().stream())
        .filter(p -> !p.getClasses().isEmpty())
        .toList();
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> shownBy(JavaMember member) {
    Stream<JavaClass> own = member.getAllInvolvedRawTypes().stream();
    return member instanceof JavaCodeUnit code
        ? Stream.concat(own, code.getExceptionTypes().stream())
        : own;
  }
}
