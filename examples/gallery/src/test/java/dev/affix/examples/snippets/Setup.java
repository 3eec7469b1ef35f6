package dev.affix.examples.snippets;

import static dev.affix.image.Variation.resizeToFill;

import dev.affix.Affix;
import dev.affix.AffixBuilder;
import dev.affix.DirectUploadLimits;
import dev.affix.Urls;
import dev.affix.disk.DiskService;
import dev.affix.image.Variation;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.StorageService;
import dev.affix.vips.VipsImageProcessor;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.nio.file.Path;
import javax.sql.DataSource;

final class Setup {
  private Setup() {}

  static EntityManagerFactory factory(DataSource dataSource, String schemaAction) {
    return new PersistenceConfiguration("app")
        .managedClass(Pseud.class)
        .managedClass(Letter.class)
        .property("jakarta.persistence.nonJtaDataSource", dataSource)
        .property("hibernate.hbm2ddl.auto", schemaAction)
        .createEntityManagerFactory();
  }

  static Affix build(String signingKey, EntityManagerFactory factory) {
    // docs:begin build
    Affix affix =
        Affix.builder()
            .service("local", DiskService.at(Path.of("var/files")))
            .signingKeys(SigningKeys.of(signingKey)) // openssl rand -base64 32
            .urls(Urls.proxy("https://cdn.example.org/files")) // or "/files"
            .imageProcessor(VipsImageProcessor.isolated().build())
            .build(factory);
    // docs:end build
    return affix;
  }

  static StorageService disk() {
    // docs:begin disk
    StorageService local = DiskService.at(Path.of("/srv/files"));
    // docs:end disk
    return local;
  }

  static AffixBuilder images(AffixBuilder builder) {
    // docs:begin images
    builder.imageProcessor(VipsImageProcessor.isolated().build()); // or .create(): in this process
    // docs:end images
    return builder;
  }

  static AffixBuilder declared(AffixBuilder builder) {
    // docs:begin declared
    builder.variant(
        Pseud.class,
        "icon",
        "card",
        Variation.of(resizeToFill(400, 300)),
        options -> options.preprocess().fallback("standard"));
    // docs:end declared
    return builder;
  }

  static AffixBuilder directUploads(AffixBuilder builder) {
    // docs:begin direct-uploads
    builder.directUploads("/uploads", DirectUploadLimits.DEFAULTS); // where, and how much
    // docs:end direct-uploads
    return builder;
  }

  static AffixBuilder urls(AffixBuilder builder, String signingKey) {
    // docs:begin urls
    builder
        .signingKeys(SigningKeys.of(signingKey)) // 32 random bytes: openssl rand -base64 32
        .urls(Urls.proxy("https://cdn.example.org/files")); // or "/files"
    // docs:end urls
    return builder;
  }
}
