package dev.affix.internal.analyzing;

import dev.affix.image.Analysis;
import dev.affix.internal.bulk.Page;
import dev.affix.internal.bulk.Pages;
import dev.affix.internal.bulk.Position;
import dev.affix.internal.rows.AttachmentRows.Named;
import dev.affix.internal.rows.AttachmentRows.Original;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.model.Blob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The pictures of an attachment, and of which of them it is not known what it asks for. What is no
 * picture by its type is passed over.
 *
 * @param all whether those are to be looked at, too, of which it is known
 */
record PicturePages(Tables tables, Named kind, Analysis depth, boolean all)
    implements Pages<Picture> {

  @Override
  public Page<Picture> after(Sql sql, Position position, int files) {
    List<Original> originals =
        tables.attachments().originals(sql, kind, position.ownerId(), position.slot(), files);
    if (originals.isEmpty()) {
      return new Page<>(List.of(), 0, 0, position);
    }
    List<Picture> pictures = pictures(sql, originals);
    List<Picture> wanted =
        pictures.stream().filter(picture -> all || !isKnown(picture.blob())).toList();
    return new Page<>(
        wanted,
        originals.size(),
        pictures.size() - wanted.size(),
        Position.of(originals.get(originals.size() - 1)));
  }

  /** Each once, at the first of the places that it has on this page. */
  private List<Picture> pictures(Sql sql, List<Original> originals) {
    Map<UUID, Position> places = new LinkedHashMap<>();
    originals.forEach(file -> places.putIfAbsent(file.blobId(), Position.of(file)));
    Map<UUID, Blob> blobs =
        tables.blobs().findAll(sql, places.keySet()).stream()
            .collect(Collectors.toMap(Blob::id, Function.identity()));
    List<Picture> pictures = new ArrayList<>();
    places.forEach((id, place) -> {
      Blob blob = blobs.get(id);
      if (blob != null && blob.contentType().startsWith("image/")) {
        pictures.add(new Picture(blob, place));
      }
    });
    return pictures;
  }

  private boolean isKnown(Blob blob) {
    return blob.image().isPresent() && (depth == Analysis.HEADER || blob.placeholder().isPresent());
  }
}
