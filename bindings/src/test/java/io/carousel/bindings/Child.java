package io.carousel.bindings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, for class paths and options that this one has not. */
final class Child {
  private final List<String> options = new ArrayList<>();
  private final List<String> classPath = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  /** The class path's entry that has a class or resource. */
  static String entryOf(String resource) {
    String wanted = resource.startsWith("org/") ? resource : "io/carousel/bindings/" + resource;
    String text = Child.class.getClassLoader().getResource(wanted).toString();
    String path =
        text.startsWith("jar:")
            ? text.substring("jar:".length(), text.indexOf("!/"))
            : text.substring(0, text.length() - wanted.length());
    return Path.of(java.net.URI.create(path)).toString();
  }

  /** The module's classes, its tests' and the presets' Java classes; no natives. */
  static Child withoutNatives() {
    Child child = new Child();
    child.with(entryOf("Engine.class")).with(entryOf("Child.class"));
    child.with(entryOf("org/bytedeco/javacpp/Pointer.class"));
    child.with(entryOf("org/bytedeco/dnnl/presets/dnnl.class"));
    child.with(entryOf("org/bytedeco/opencl/presets/OpenCL.class"));
    return child.option("-Djava.library.path=/nowhere").option("-Xshare:auto");
  }

  /** The presets' jars with this machine's natives, in the order in which they load. */
  static List<String> natives() {
    String platform = Platform.current();
    List<String> all = new ArrayList<>();
    String[][] libraries = {
      {"javacpp", "jnijavacpp"}, {"opencl", "jniOpenCL"}, {"dnnl", "jnidnnl"}
    };
    for (String[] library : libraries) {
      all.add(
          entryOf(
              "org/bytedeco/"
                  + library[0]
                  + "/"
                  + platform
                  + "/"
                  + Platform.file(platform, library[1])));
    }
    return all;
  }

  static Child withNatives() {
    Child child = withoutNatives();
    natives().forEach(child::with);
    return child;
  }

  Child with(String entry) {
    classPath.add(entry);
    return this;
  }

  Child option(String option) {
    options.add(option);
    return this;
  }

  Child environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The folders of the class path as messages list them. */
  String folders() {
    List<String> folders = new ArrayList<>();
    for (String entry : classPath) {
      String folder = entry.endsWith(".jar") ? Path.of(entry).getParent().toString() : entry;
      if (!folders.contains(folder)) {
        folders.add(folder);
      }
    }
    String text = String.join(", ", folders.subList(0, Math.min(6, folders.size())));
    return folders.size() > 6 ? text + " and " + (folders.size() - 6) + " more" : text;
  }

  /** What {@code main} of a class prints on either stream. */
  String run(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%6$s%n");
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(java.io.File.pathSeparator, classPath));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().remove("XDG_CACHE_HOME"); // a test names the home, or this one
      builder.environment().putAll(environment);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the child does not end: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
