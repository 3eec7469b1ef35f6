package dev.affix.internal.serving;

import dev.affix.serving.FileResponse;
import dev.affix.serving.FileResponse.Body;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.RangeNotSatisfiableException;
import dev.affix.storage.StoredObject;
import java.util.Map;
import java.util.Optional;

/**
 * Answers from one object at one place. A plain GET and a GET of bytes from an offset cost one call
 * of the storage; HEAD costs one, conditions and suffixes one or two.
 */
final class ObjectAnswer {
  private final StorageReads reads;

  ObjectAnswer(StorageReads reads) {
    this.reads = reads;
  }

  /** Empty if there is no such object. */
  Optional<FileResponse> from(Source source, Visit visit) {
    Deadline deadline = reads.deadline();
    try {
      if (!visit.asksAboutObject()) {
        return Optional.of(opened(source, visit, visit.range(), deadline));
      }
      return reads
          .head(source.service(), source.key(), deadline)
          .map(object -> about(object, source, visit, deadline));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    } catch (RangeNotSatisfiableException e) {
      return Optional.of(Answers.rangeNotSatisfiable(e.byteSize()));
    }
  }

  private FileResponse about(StoredObject object, Source source, Visit visit, Deadline deadline) {
    String tag = EntityTag.of(visit.token(), source, object);
    return switch (visit.conditions().judge(tag)) {
      case FAILED -> Answers.preconditionFailed();
      case NOT_MODIFIED ->
          new FileResponse(304, FileHeaders.of(visit, source, object), new Body.None(), () -> {});
      case GO_ON -> {
        if (visit.isHead()) {
          yield new FileResponse(
              200,
              FileHeaders.withBody(visit, source, object, object.byteSize()),
              new Body.None(),
              () -> {});
        }
        boolean part = visit.conditions().allowRange(tag);
        yield opened(
            source, visit, part ? fixed(visit.range(), object) : RangeSpec.WHOLE, deadline);
      }
    };
  }

  /** A suffix in terms of this object; of an empty one it is the whole, RFC 9110 section 14.1.2. */
  private static RangeSpec fixed(RangeSpec range, StoredObject object) {
    if (!(range instanceof RangeSpec.Suffix(long length))) {
      return range;
    }
    if (length == 0) {
      throw new RangeNotSatisfiableException(
          object.key(), ByteRange.from(object.byteSize()), object.byteSize());
    }
    return object.byteSize() == 0
        ? RangeSpec.WHOLE
        : new RangeSpec.Span(ByteRange.from(Math.max(0, object.byteSize() - length)));
  }

  private FileResponse opened(Source source, Visit visit, RangeSpec range, Deadline deadline) {
    ByteRange bytes = range instanceof RangeSpec.Span(ByteRange span) ? span : ByteRange.ALL;
    OpenObject open = reads.open(source.service(), source.key(), bytes, deadline);
    boolean answered = false;
    try {
      FileResponse answer =
          range instanceof RangeSpec.Span
              ? part(open, bytes, source, visit)
              : whole(open, source, visit);
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        open.release().run();
      }
    }
  }

  private static FileResponse whole(OpenObject open, Source source, Visit visit) {
    Map<String, String> headers = FileHeaders.withBody(visit, source, open.object(), open.length());
    return answer(200, headers, open);
  }

  private static FileResponse part(OpenObject open, ByteRange bytes, Source source, Visit visit) {
    long size = open.object().byteSize();
    if (open.length() == 0) {
      throw new RangeNotSatisfiableException(source.key(), bytes, size);
    }
    Map<String, String> headers = FileHeaders.withBody(visit, source, open.object(), open.length());
    long last = bytes.first() + open.length() - 1;
    headers.put("Content-Range", "bytes " + bytes.first() + "-" + last + "/" + size);
    return answer(206, headers, open);
  }

  private static FileResponse answer(int status, Map<String, String> headers, OpenObject open) {
    return new FileResponse(
        status, headers, new Body.Stream(open.content(), open.length()), open.release());
  }
}
