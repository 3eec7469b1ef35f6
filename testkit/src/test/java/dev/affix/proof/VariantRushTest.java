package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.serving.ServingLimits;
import dev.affix.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two hundred clients ask for a variant that nobody has asked for before. */
@ParameterizedClass
@MethodSource("databases")
record VariantRushTest(TestDatabase.Kind kind) {
  private static final int CLIENTS = 200;

  /** Nobody is turned away because this machine is slow. */
  private static final ServingLimits PATIENT =
      ServingLimits.DEFAULTS
          .withPlaceWait(Duration.ofMinutes(1))
          .withFirstByte(Duration.ofMinutes(1));

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @Test
  void itIsMadeOnceAndAllGetIt() throws Exception {
    var processor = new ScriptedProcessor();
    try (Unit unit =
        Unit.open(
            kind,
            10,
            (builder, made) -> builder.imageProcessor(processor).servingLimits(PATIENT),
            Pseud.class)) {
      Viewer viewer = new Viewer(unit);
      String url = viewer.url(unit.pseudWithIcon("ann"));
      List<Integer> answers = rush(i -> viewer.get(url));
      assertThat(answers).hasSize(CLIENTS).containsOnly(200);
      assertThat(processor.runs).hasValue(1);
      unit.assertClean();
    }
  }

  @Test
  void onTwoNodesItIsMadeOnceToo() throws Exception {
    var processor = new ScriptedProcessor();
    try (Unit unit =
            Unit.open(
                kind,
                10,
                (builder, made) -> builder.imageProcessor(processor).servingLimits(PATIENT),
                Pseud.class);
        Node other =
            new Node(unit, builder -> builder.imageProcessor(processor).servingLimits(PATIENT))) {
      Viewer viewer = new Viewer(unit);
      String url = viewer.url(unit.pseudWithIcon("ann"));
      var making = new CountDownLatch(1);
      processor.meanwhile =
          () -> {
            try {
              assertThat(making.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          };
      // Whichever node has the lease keeps it until the other one has been told to wait.
      List<Integer> answers =
          rush(i -> {
            int status = i % 2 == 0 ? viewer.get(url) : other.get(url);
            making.countDown();
            return status;
          });
      assertThat(answers).hasSize(CLIENTS).containsOnly(200, 503).contains(200);
      assertThat(processor.runs).hasValue(1);
      assertThat(viewer.get(url)).isEqualTo(200);
      assertThat(other.get(url)).isEqualTo(200);
      assertThat(processor.runs).hasValue(1);
      unit.assertClean();
    }
  }

  @FunctionalInterface
  private interface Client {
    int ask(int number);
  }

  /** What each was answered, when all began at once. */
  private static List<Integer> rush(Client client) throws Exception {
    var ready = new CountDownLatch(CLIENTS);
    var start = new CountDownLatch(1);
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        Callable<Integer> one =
            () -> {
              ready.countDown();
              start.await();
              return client.ask(number);
            };
        all.add(threads.submit(one));
      }
      assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
      start.countDown();
      for (Future<Integer> one : all) {
        answers.add(one.get(120, TimeUnit.SECONDS));
      }
    }
    return answers;
  }
}
