package dev.affix.examples.snippets;

import dev.affix.Affix;
import dev.affix.AttachmentView;
import dev.affix.ResponsivePicture;
import dev.affix.image.Placeholder;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class Reading {
  private Reading() {}

  static List<URI> list(EntityManager em) {
    List<URI> shown = new ArrayList<>();
    // docs:begin list
    List<Pseud> page =
        em.createQuery("from Pseud order by id", Pseud.class).setMaxResults(100).getResultList();
    for (Pseud pseud : page) {
      Optional<URI> thumbnail = pseud.icon().variant("standard").url(); // the first call loads all
      thumbnail.ifPresent(shown::add);
    }
    // docs:end list
    return shown;
  }

  static Map<Long, List<AttachmentView>> elsewhere(
      Affix affix, List<Pseud> pseuds, List<Long> ids) {
    // docs:begin elsewhere
    affix.preload(pseuds, "icon", "pictures"); // one statement a name, for detached owners, too
    Map<Long, List<AttachmentView>> icons = affix.find(Pseud.class, ids, "icon"); // without owners
    // docs:end elsewhere
    return icons;
  }

  static Optional<AttachmentView> view(Pseud pseud) {
    // docs:begin view
    Optional<AttachmentView> icon = pseud.icon().view(); // id, filename, type, size, url, variants
    List<AttachmentView> pictures = pseud.pictures().views();
    // docs:end view
    return pictures.isEmpty() ? icon : Optional.of(pictures.getFirst());
  }

  static String cover(Story story) {
    // docs:begin picture
    ResponsivePicture cover = story.cover().picture("cover").orElseThrow();
    String html = cover.html("What the cover shows"); // or its parts, in a template
    String colour = story.cover().placeholder().map(Placeholder::colour).orElse("#eeeeee");
    // docs:end picture
    return html + colour;
  }

  static List<String> query(EntityManager em) {
    List<String> largest =
        em.createQuery(
                """
                select b.filename from AffixAttachment a join a.blob b
                where a.ownerType = 'pseud' and a.name = 'pictures'
                order by b.file.byteSize desc
                """,
                String.class)
            .setMaxResults(10)
            .getResultList();
    return largest;
  }
}
