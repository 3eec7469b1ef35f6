package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.DirectUploadLimits;
import dev.affix.DirectUploads;
import dev.affix.StagedBlob;
import dev.affix.UploadRejectedException;
import dev.affix.lifecycle.UploadInspector;
import dev.affix.proof.Uploader.Begun;
import dev.affix.testkit.database.TestDatabase;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Who uploads icons directly, to a unit of her own, within limits that tests reach. */
final class Visitor implements AutoCloseable {
  static final String ANN = "user 7";
  static final DirectUploadLimits LIMITS =
      DirectUploadLimits.DEFAULTS.withOutstanding(3, 1_000_000);

  /** The name of a file that the scanner refuses. */
  final AtomicReference<@Nullable String> infected = new AtomicReference<>();

  final Unit unit;
  final DirectUploads uploads;
  final Uploader client;

  /** Of her icon. */
  final URI endpoint;

  Visitor(TestDatabase.Kind kind) {
    unit =
        Unit.open(
            kind,
            20,
            (builder, made) ->
                builder.directUploads(Uploader.BASE + "/", LIMITS).inspector(scanner()),
            Pseud.class);
    uploads = unit.affix().directUploads();
    client = new Uploader(uploads);
    endpoint = uploads.endpoint(Pseud.class, "icon", ANN);
  }

  /** An upload whose bytes were sent. */
  Begun uploaded(String filename, byte[] bytes) {
    Begun begun = client.begin(endpoint, filename, "image/png", bytes);
    assertThat(client.put(begun, bytes).status()).isEqualTo(204);
    return begun;
  }

  StagedBlob accept(Begun begun) {
    return uploads.accept(begun.signedId(), Pseud.class, "icon", ANN);
  }

  /** As if all times had passed. */
  void allIsOver() {
    past("affix_blobs", "expires_at");
    past("affix_deletions", "due_at");
    unit.settle();
  }

  /** As if the time in that column was over, in every row that has one. */
  void past(String table, String column) {
    unit.runInTransaction(em ->
        em.createNativeQuery(
                "update "
                    + table
                    + " set "
                    + column
                    + " = '2020-01-01 00:00:00' where "
                    + column
                    + " is not null")
            .executeUpdate());
  }

  private UploadInspector scanner() {
    return new UploadInspector() {
      @Override
      public void afterStoring(Inspection upload, dev.affix.Upload.Opener content) {
        if (upload.filename().equals(infected.get())) {
          throw new UploadRejectedException(upload.filename() + " is infected");
        }
        try (var in = content.open()) {
          assertThat(ByteBuffer.wrap(in.readAllBytes()).remaining())
              .isEqualTo((int) upload.byteSize().orElseThrow());
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    };
  }

  @Override
  public void close() {
    unit.close();
  }
}
