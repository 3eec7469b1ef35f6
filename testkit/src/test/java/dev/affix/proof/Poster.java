package dev.affix.proof;

import static dev.affix.Visibility.PUBLIC;

import dev.affix.AttachedOne;
import dev.affix.HasOneAttached;
import dev.affix.Variant;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An owner whose picture has a small variant before anybody asks, and a large one. */
@Entity
public class Poster {
  @Id @GeneratedValue private @Nullable Long id;

  @HasOneAttached(
      visibility = PUBLIC,
      variants = {
        @Variant(
            name = "small",
            resizeToLimit = {8, 8},
            preprocess = true),
        @Variant(
            name = "large",
            resizeToLimit = {800, 800})
      })
  @Transient
  private final AttachedOne picture = AttachedOne.of(this);

  public Long id() {
    return Objects.requireNonNull(id);
  }

  public AttachedOne picture() {
    return picture;
  }

  /** A new persistent poster with a picture. */
  static Long in(Unit unit, String name) {
    return unit.inTransaction(em -> {
      Poster poster = new Poster();
      em.persist(poster);
      em.flush();
      poster.picture().attach(Pictures.png(name));
      return poster.id();
    });
  }

  /** The URL of a variant of its picture. */
  static String url(Unit unit, Long id, String variant) {
    return unit.inTransaction(
        em -> em.find(Poster.class, id).picture().variant(variant).url().orElseThrow().toString());
  }
}
