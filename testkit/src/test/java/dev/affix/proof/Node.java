package dev.affix.proof;

import dev.affix.Affix;
import dev.affix.AffixBuilder;
import dev.affix.Urls;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.serving.SigningKeys;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.util.function.UnaryOperator;

/** One more node of a unit: an Affix of its own on the same database and with the same files. */
final class Node implements AutoCloseable {
  private final EntityManagerFactory factory;
  private final Affix affix;

  Node(Unit unit, UnaryOperator<AffixBuilder> more) {
    this(unit, more, Pseud.class);
  }

  Node(Unit unit, UnaryOperator<AffixBuilder> more, Class<?> entity) {
    factory =
        new PersistenceConfiguration("node")
            .property("jakarta.persistence.nonJtaDataSource", unit.database().dataSource(10))
            .managedClass(entity)
            .createEntityManagerFactory();
    affix =
        more.apply(
                Affix.builder()
                    .service("memory", unit.service)
                    .defaultService("memory")
                    .signingKeys(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
                    .urls(Urls.proxy("/files")))
            .build(factory);
  }

  Affix affix() {
    return affix;
  }

  /** The URL of that variant of the icon, as this node says it. */
  String url(Long id, String variant) {
    return factory.callInTransaction(
        em -> em.find(Pseud.class, id).icon().variant(variant).url().orElseThrow().toString());
  }

  /** What it is answered with. */
  int get(String url) {
    String path = url.substring("/files".length());
    try (FileResponse response = affix.handler().handle(FileRequest.of("GET", path))) {
      return response.status();
    }
  }

  @Override
  public void close() {
    affix.close();
    factory.close();
  }
}
