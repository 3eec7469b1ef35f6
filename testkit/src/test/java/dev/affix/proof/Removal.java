package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Affix;
import dev.affix.Move;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A unit with two places, and what tests of moving ask of it. */
final class Removal implements AutoCloseable {
  final Place old = new Place();
  final Place fresh = new Place();
  final Sketcher sketcher = new Sketcher();
  final Unit unit;

  Removal(TestDatabase.Kind kind) {
    unit =
        Unit.open(
            kind,
            20,
            (builder, made) ->
                builder
                    .service("old", old)
                    .service("fresh", fresh)
                    .defaultService("old")
                    .imageProcessor(sketcher),
            Pseud.class);
  }

  /** What a URL must give. */
  record Promise(String url, String content) {}

  Affix affix() {
    return unit.affix();
  }

  Move move() {
    return affix().move("old").to("fresh");
  }

  /** New pseuds with icons, named by what they show. */
  List<Long> pseuds(int count) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(unit.pseudWithIcon("p" + i));
    }
    return ids;
  }

  /** The icon's URL as rows give it now. */
  Promise icon(Long id) {
    return unit.inTransaction(em -> {
      Pseud pseud = em.find(Pseud.class, id);
      return new Promise(
          pseud.icon().url().orElseThrow().toString(), latin(Pictures.bytes(pseud.name())));
    });
  }

  /** The variant's, likewise. */
  Promise standard(Long id) {
    return unit.inTransaction(em -> {
      Pseud pseud = em.find(Pseud.class, id);
      return new Promise(
          pseud.icon().variant("standard").url().orElseThrow().toString(),
          latin(Sketcher.of(Pictures.bytes(pseud.name()))));
    });
  }

  void assertKept(Promise promise) {
    String path = promise.url().substring("/files".length());
    try (FileResponse response = affix().handler().handle(FileRequest.of("GET", path))) {
      var out = new ByteArrayOutputStream();
      response.writeTo(out);
      assertThat(response.status()).as(promise.url()).isEqualTo(200);
      assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo(promise.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  int status(Promise promise) {
    String path = promise.url().substring("/files".length());
    try (FileResponse response = affix().handler().handle(FileRequest.of("GET", path))) {
      return response.status();
    }
  }

  void sql(String statement) {
    unit.runInTransaction(em -> em.createNativeQuery(statement).executeUpdate());
  }

  /** The grace time is over, or a lease. */
  void makeDue(String reason) {
    sql(
        "update affix_deletions set due_at = '2020-01-01 00:00:00' where reason = '"
            + reason
            + "'");
  }

  long on(String service) {
    return unit.rows("affix_blobs where service = '" + service + "'");
  }

  /** Does all that is due; what waits for its grace time goes on waiting. */
  void settle() {
    Unit.eventually(() -> {
      affix().housekeeping();
      return unit.rows(
                  "affix_deletions where attempts = 0 and (due_at < '2021-01-01 00:00:00'"
                      + " or reason not in ('MOVED', 'MOVING'))")
              == 0
          && unit.counter.held() == 0;
    });
  }

  /** Rows and objects agree on both services, when all that is due is done. */
  void assertClean() {
    settle();
    for (String service : List.of("old", "fresh")) {
      assertThat(affix().audit(service).isClean()).as(service).isTrue();
    }
  }

  @Override
  public void close() {
    unit.close();
  }
}
