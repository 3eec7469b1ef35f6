package dev.affix.benchmarks.scenarios;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * sharp in one process of node that makes picture after picture, as a service in JavaScript would:
 * its cache is off, for the same file comes again and again here.
 */
final class SharpLoop implements VariantPeer {
  /** Takes a line for each picture and answers with one. */
  private static final String SCRIPT =
      """
      const sharp = require('sharp');
      sharp.cache(false);
      const lines = require('node:readline').createInterface({ input: process.stdin });
      const make = async line => {
        const [file, box, animated, format, target] = line.split('\\t');
        await sharp(file, { animated: animated === 'true' })
          .resize(+box, +box, { fit: 'inside', withoutEnlargement: true })
          .toFormat(format).toFile(target);
      };
      (async () => {
        console.log('ready');
        for await (const line of lines) {
          await make(line).then(() => console.log('made'), e => console.log(String(e)));
        }
      })();
      """;

  private final Process node;
  private final Writer orders;
  private final BufferedReader answers;

  private SharpLoop(Process node) {
    this.node = node;
    this.orders = node.outputWriter(StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Empty where there is no node, or it knows no sharp: {@code bin/setup --for bench} gets it. */
  static Optional<VariantPeer> find() throws Exception {
    var start = new ProcessBuilder("node", "-e", SCRIPT).redirectError(Redirect.DISCARD);
    String folder = System.getenv("AFFIX_SHARP");
    if (folder != null) {
      start.directory(Path.of(folder).toFile());
    }
    SharpLoop loop;
    try {
      loop = new SharpLoop(start.start());
    } catch (IOException noNode) {
      return Optional.empty();
    }
    if ("ready".equals(loop.answers.readLine())) {
      return Optional.of(loop);
    }
    loop.close();
    return Optional.empty();
  }

  @Override
  public String suffix() {
    return "sharp";
  }

  @Override
  public boolean can(VariantCase variant) {
    return true;
  }

  @Override
  public void make(VariantCase variant, Path target) throws IOException {
    orders.write(
        String.join(
                "\t",
                variant.file().toString(),
                Integer.toString(variant.box()),
                Boolean.toString(variant.frames()),
                variant.format().extension(),
                target.toString())
            + "\n");
    orders.flush();
    String answer = answers.readLine();
    if (!"made".equals(answer)) {
      throw new IOException("sharp failed on " + variant.file() + ": " + answer);
    }
  }

  /** Ends the process. */
  @Override
  public void close() throws IOException {
    orders.close();
    node.destroy();
  }
}
