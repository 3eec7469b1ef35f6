package dev.affix.vips;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class and all it may need that is not of the JDK, found by what class files name. So an image
 * process runs from one small jar of its own, wherever the application's classes are: on a class
 * path, in jars within a jar, in modules or a run-time image.
 */
final class ChildClasses {
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$/]+);");

  private final Set<String> seen = new LinkedHashSet<>();
  private final Deque<Class<?>> next = new ArrayDeque<>();
  private final TreeMap<String, byte[]> files = new TreeMap<>();

  private ChildClasses() {}

  /** Writes that class, and all it may need, as a jar. */
  static void write(Class<?> main, OutputStream jar) throws IOException {
    var classes = new ChildClasses();
    classes.next.add(main);
    classes.seen.add(main.getName().replace('.', '/'));
    while (!classes.next.isEmpty()) {
      classes.add(classes.next.pop());
    }
    try (var out = new JarOutputStream(jar)) {
      // Read once by each process: packing would cost more than it saves.
      out.setLevel(0);
      for (var file : classes.files.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
  }

  private void add(Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream("/" + file)) {
      if (in == null) {
        throw new IOException("The class file of " + type.getName() + " cannot be read");
      }
      byte[] bytes = in.readAllBytes();
      files.put(file, bytes);
      for (String name : named(bytes)) {
        if (seen.add(name)) {
          find(type, name);
        }
      }
    }
  }

  /** Classes that are not there are not needed either: the application lives without them. */
  private void find(Class<?> from, String name) {
    try {
      Class<?> type = Class.forName(name.replace('/', '.'), false, from.getClassLoader());
      ClassLoader loader = type.getClassLoader();
      if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
        next.add(type);
      }
    } catch (ClassNotFoundException | LinkageError e) {
      // As above; or no name of a class.
    }
  }

  /** All names of classes in the constant pool, and some texts that look like one. */
  private static Set<String> named(byte[] classFile) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    var in = new DataInputStream(new ByteArrayInputStream(classFile));
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> addNames(in.readUTF(), names);
        // Strings, classes, method types, modules, packages.
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        // Numbers of four bytes; pairs of references.
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        // Numbers of eight bytes take two places.
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        default -> throw new IOException("There is no constant of kind " + tag);
      }
    }
    return names;
  }

  private static void addNames(String text, Set<String> names) {
    if (text.indexOf('/') < 0) {
      return;
    }
    Matcher descriptor = IN_DESCRIPTOR.matcher(text);
    while (descriptor.find()) {
      names.add(descriptor.group(1));
    }
    if (text.indexOf(';') < 0 && text.indexOf(' ') < 0) {
      names.add(text);
    }
  }
}
