package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Affix;
import dev.affix.Urls;
import dev.affix.serving.SigningKeys;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.validation.Configuration;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.spi.BootstrapState;
import jakarta.validation.spi.ConfigurationState;
import jakarta.validation.spi.ValidationProvider;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose validator factory is used, who closes it, and what if there can be none. */
class ValidationStartTest {
  private static final List<ValidatorFactory> CLOSED = new ArrayList<>();
  private static boolean fails;

  @TempDir Path services;

  @BeforeEach
  void begin() {
    CLOSED.clear();
    fails = false;
  }

  @Test
  void aFactoryOfItsOwnIsClosedWithAffix() throws IOException {
    try (EntityManagerFactory factory = factory(Map.of())) {
      Affix affix = build(factory);
      assertThat(CLOSED).isEmpty();
      affix.close();
      assertThat(CLOSED).hasSize(1);
    }
  }

  @Test
  void theUnitsFactoryStaysOpen() throws IOException {
    ValidatorFactory shared = Watched.watched(Validation.buildDefaultValidatorFactory());
    try (EntityManagerFactory factory =
        factory(Map.of("jakarta.persistence.validation.factory", shared))) {
      build(factory).close();
      assertThat(CLOSED).isEmpty();
    } finally {
      shared.close();
    }
    assertThat(CLOSED).hasSize(1);
  }

  @Test
  void aProviderThatCannotStartIsNoReasonNotTo() throws IOException {
    fails = true;
    try (EntityManagerFactory factory = factory(Map.of());
        Affix affix = build(factory)) {
      Pseud ann = new Pseud("ann");
      factory.runInTransaction(em -> {
        em.persist(ann);
        ann.pictures().attach(affix.stage(Unit.text("x")));
      });
      assertThat(ann.pictures().size()).isOne();
    }
  }

  /** Hibernate Validator, watched; or one without its expression language. */
  public static final class Watched implements ValidationProvider<HibernateValidatorConfiguration> {
    private final HibernateValidator real = new HibernateValidator();

    @Override
    public HibernateValidatorConfiguration createSpecializedConfiguration(BootstrapState state) {
      return real.createSpecializedConfiguration(state);
    }

    @Override
    public Configuration<?> createGenericConfiguration(BootstrapState state) {
      if (fails) {
        throw new ValidationException("HV000183: Unable to initialize 'ExpressionFactory'");
      }
      return real.createGenericConfiguration(state);
    }

    @Override
    public ValidatorFactory buildValidatorFactory(ConfigurationState state) {
      return watched(real.buildValidatorFactory(state));
    }

    private static ValidatorFactory watched(ValidatorFactory real) {
      return (ValidatorFactory)
          Proxy.newProxyInstance(
              ValidatorFactory.class.getClassLoader(),
              new Class<?>[] {ValidatorFactory.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("close")) {
                  CLOSED.add(real);
                }
                return method.invoke(real, arguments);
              });
    }
  }

  private Affix build(EntityManagerFactory factory) throws IOException {
    Path service = services.resolve("provider");
    Files.writeString(service, Watched.class.getName());
    URL url = service.toUri().toURL();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new ClassLoader(before) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals("META-INF/services/" + ValidationProvider.class.getName())
                ? Collections.enumeration(List.of(url))
                : super.getResources(name);
          }
        });
    try {
      return Affix.builder()
          .service("memory", new MemoryService())
          .signingKeys(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
          .urls(Urls.proxy("/files"))
          .createTables()
          .build(factory);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static EntityManagerFactory factory(Map<String, Object> properties) {
    var configuration =
        new PersistenceConfiguration("validated")
            .managedClass(Pseud.class)
            .property("jakarta.persistence.nonJtaDataSource", TestDatabase.h2().dataSource())
            .property("hibernate.hbm2ddl.auto", "update");
    properties.forEach(configuration::property);
    return configuration.createEntityManagerFactory();
  }
}
