package io.carousel.bindings;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/**
 * Unpacks what a JavaCPP preset is going to load, so that it can be checked before it runs: JavaCPP
 * compares neither what it unpacks nor what it finds with the checksums in the jar.
 */
final class PresetLibraries {
  private PresetLibraries() {}

  /**
   * Leaves in JavaCPP's cache exactly what the jars hold; loads nothing.
   *
   * @throws MissingLibraryException if that is not possible, {@link MissingLibraryException#damaged
   *     damaged} if a jar does not hold what its checksum says
   */
  static void unpack(Class<?> preset) {
    for (URL library : of(preset)) {
      unpack(library);
    }
  }

  /** In JavaCPP's words, and looked for where JavaCPP does. */
  private static List<URL> of(Class<?> preset) {
    List<URL> all = new ArrayList<>();
    List<Class<?>> presets = new ArrayList<>();
    for (Class<?> inherited : properties(preset).getInheritedClasses()) {
      presets.add(inherited);
    }
    presets.add(preset);
    for (Class<?> one : presets) {
      ClassProperties properties = properties(one);
      List<String> names = new ArrayList<>(properties.get("platform.preload"));
      names.addAll(properties.get("platform.link"));
      names.addAll(properties.get("platform.library"));
      for (String name : names) {
        all.addAll(List.of(Loader.findLibrary(one, properties, name)));
      }
    }
    return all;
  }

  private static ClassProperties properties(Class<?> preset) {
    return Loader.loadProperties(preset, Loader.loadProperties(), true);
  }

  /**
   * A file in a folder is loaded where it lies, and the class loaders of some servers know of no
   * jar: neither has a checksum, and JavaCPP keeps no copy of it from one start to the next.
   */
  private static void unpack(URL library) {
    try {
      if (library.openConnection() instanceof JarURLConnection connection) {
        new JarLibrary(library, connection.getJarEntry()).unpack();
      }
    } catch (IOException e) {
      throw UnpackFolder.failed(library, e);
    }
  }
}
