package dev.affix.proof;

import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.HasOneAttached;
import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An owner with a lazy column, to be enhanced by Hibernate. */
@Entity(name = "Photographer")
@AttachmentOwner("photographer")
public class Photographer implements Portrayed {
  @Id @GeneratedValue private @Nullable Long id;

  private String name = "";

  @Basic(fetch = FetchType.LAZY)
  private String biography = "long";

  @HasOneAttached @Transient private final AttachedOne portrait = AttachedOne.of(this);

  @Override
  public Long id() {
    return Objects.requireNonNull(id);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void rename(String to) {
    name = to;
  }

  @Override
  public String biography() {
    return biography;
  }

  @Override
  public AttachedOne portrait() {
    return portrait;
  }
}
