package dev.affix.benchmarks.scenarios;

import dev.affix.Upload;
import dev.affix.benchmarks.bed.ChildJvm;
import dev.affix.benchmarks.bed.Progress;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.bed.TemporaryFolder;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.disk.DiskService;
import dev.affix.testkit.StatementCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;

/** Serves files to a process that asks for them; beside nginx on the same files. */
final class Proxy implements Scenario {
  private record Served(String name, int bytes, int requests) {
    String line() {
      return "proxy_" + name;
    }
  }

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public void run() throws Exception {
    int connections = Settings.threads(8);
    List<Served> files =
        List.of(
            new Served("20k", 20_000, Settings.items(8_000)),
            new Served("10m", 10_000_000, Settings.items(8_000) / 100));
    try (Settings.Database database = Settings.database(4);
        TemporaryFolder folder = TemporaryFolder.create("bench-proxy")) {
      var counter = StatementCounter.over(database.pool());
      Path root = folder.path().resolve("files");
      try (Unit unit = Unit.open(counter.dataSource(), DiskService.at(root), builder -> builder);
          FileServer server = new FileServer(unit.affix().handler())) {
        Optional<Nginx> nginx =
            Nginx.serving(root, Files.createDirectory(folder.path().resolve("nginx")));
        try {
          for (Served file : files) {
            measure(unit, server, nginx, counter, file, Math.max(1, connections));
          }
        } finally {
          nginx.ifPresent(Nginx::close);
        }
      }
    }
  }

  private static void measure(
      Unit unit,
      FileServer server,
      Optional<Nginx> nginx,
      StatementCounter counter,
      Served file,
      int connections)
      throws Exception {
    byte[] bytes = new byte[file.bytes];
    new Random(3).nextBytes(bytes);
    String sum = DigestUtils.sha256Hex(bytes);
    long owner = unit.ownerWithIcon(Upload.of(bytes, "file.bin"));
    String[] paths =
        unit.factory()
            .callInTransaction(em -> {
              var icon = em.find(Pseud.class, owner).icon();
              String key = icon.blob().file().storageKey();
              return new String[] {
                icon.url().orElseThrow().getRawPath(),
                "/" + key.substring(0, 2) + "/" + key.substring(2, 4) + "/" + key
              };
            });
    double[] ours = new double[ROUNDS];
    double[] limit = new double[ROUNDS];
    double[] cpu = new double[ROUNDS];
    int requests = file.requests / connections * connections;
    load(server.port(), paths[0], file.bytes, sum, connections, requests);
    int statements = counter.statements().count();
    int opened = counter.opened();
    for (int i = 0; i < ROUNDS; i++) {
      double cpuBefore = Cpu.millis();
      ours[i] = load(server.port(), paths[0], file.bytes, sum, connections, requests);
      cpu[i] = (Cpu.millis() - cpuBefore) / requests;
      if (nginx.isPresent()) {
        limit[i] = load(nginx.get().port(), paths[1], file.bytes, sum, connections, requests);
      }
      Progress.say("%s round %d: %.0f/s of %.0f".formatted(file.line(), i + 1, ours[i], limit[i]));
    }
    if (nginx.isPresent()) {
      Lines.rate(file.line(), Lines.median(ours), Lines.median(limit), "requests/s");
    } else {
      Lines.print(file.line(), Lines.median(ours), "requests/s");
    }
    Lines.print(file.line() + "_cpu", Lines.median(cpu), "CPU-ms/request");
    double asked = (double) requests * ROUNDS;
    Lines.print(
        file.line() + "_statements",
        (counter.statements().count() - statements) / asked,
        "statements/request");
    Lines.print(
        file.line() + "_connections", (counter.opened() - opened) / asked, "connections/request");
  }

  private static double load(
      int port, String path, long length, String sum, int connections, int requests)
      throws IOException, InterruptedException {
    try (ChildJvm client =
        ChildJvm.start(
            List.of("-Xmx256m"),
            LoadClient.class,
            List.of(
                Integer.toString(port),
                path,
                Long.toString(length),
                sum,
                Integer.toString(connections),
                Integer.toString(requests)))) {
      String rate = client.line();
      if (rate == null || client.await() != 0) {
        throw new IOException("The load on " + path + " failed; it says why above");
      }
      return Double.parseDouble(rate);
    }
  }
}
