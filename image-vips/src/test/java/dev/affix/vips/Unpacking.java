package dev.affix.vips;

import java.io.IOException;
import java.nio.file.Path;

/** A JVM that unpacks as soon as its input ends, and prints where to. */
final class Unpacking {
  private Unpacking() {}

  public static void main(String[] args) throws IOException {
    NativesArtifact artifact = FakeArtifact.at(Path.of(args[0]));
    System.in.readAllBytes();
    System.out.println(UnpackFolder.in(Path.of(args[1])).unpack(artifact));
  }
}
