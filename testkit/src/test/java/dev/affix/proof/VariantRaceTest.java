package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.testkit.database.TestDatabase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A variant against a purge of its blob, in two real transactions. H2 does not make them wait. */
@ParameterizedClass
@MethodSource("databases")
record VariantRaceTest(TestDatabase.Kind kind) {

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds().stream().filter(kind -> kind != TestDatabase.Kind.H2).toList();
  }

  @Test
  void aVariantOfABlobThatIsBeingPurgedIsNotBegun() throws Exception {
    var processor = new ScriptedProcessor();
    try (Unit unit =
        Unit.open(kind, 10, (builder, made) -> builder.imageProcessor(processor), Pseud.class)) {
      Long id = unit.pseudWithIcon("ann");
      String url =
          unit.inTransaction(em ->
              em.find(Pseud.class, id).icon().variant("standard").url().orElseThrow().getPath());
      CompletableFuture<Integer> answer =
          unit.inTransaction(em -> {
            em.find(Pseud.class, id).icon().purge();
            var request = CompletableFuture.supplyAsync(() -> get(unit, url));
            assertThat(endsWithin300Milliseconds(request)).as("held up by the purge").isFalse();
            return request;
          });
      // When the purge lets go there is no blob to begin a variant of.
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(503);
      assertThat(get(unit, url)).isEqualTo(404);
      assertThat(processor.runs).hasValue(0);
      unit.assertClean();
    }
  }

  private static boolean endsWithin300Milliseconds(CompletableFuture<?> work) {
    return work.thenApply(done -> true).completeOnTimeout(false, 300, TimeUnit.MILLISECONDS).join();
  }

  private static int get(Unit unit, String url) {
    FileRequest request = FileRequest.of("GET", url.substring("/files".length()));
    try (FileResponse response = unit.affix().handler().handle(request)) {
      return response.status();
    }
  }
}
