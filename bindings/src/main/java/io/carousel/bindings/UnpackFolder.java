package io.carousel.bindings;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folder into which JavaCPP unpacks libraries, found without loading JavaCPP. */
final class UnpackFolder {
  /** JavaCPP's own property, which names the folder to try first. */
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  private UnpackFolder() {}

  /** The folders that JavaCPP tries, in its order. */
  static List<File> candidates() {
    List<File> all = new ArrayList<>();
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      all.add(new File(named));
    }
    all.add(new File(System.getProperty("user.home"), ".javacpp/cache"));
    all.add(
        new File(
            System.getProperty("java.io.tmpdir"),
            ".javacpp-" + System.getProperty("user.name") + "/cache"));
    return all;
  }

  /** The one it will take, if it can write anywhere. Creates nothing. */
  static Optional<File> chosen() {
    for (File folder : candidates()) {
      if (writable(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /** What to say if the named folder is not the one. */
  static Optional<String> note() {
    String named = System.getProperty(PROPERTY);
    if (named == null || writable(new File(named))) {
      return Optional.empty();
    }
    Optional<File> folder = chosen();
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "the unpack folder that was named cannot be written, "
            + PROPERTY
            + "="
            + named
            + "; JavaCPP takes "
            + folder.get()
            + " in its place");
  }

  private static boolean writable(File folder) {
    for (File at = folder.getAbsoluteFile(); at != null; at = at.getParentFile()) {
      if (at.exists()) {
        return at.isDirectory() && at.canRead() && at.canWrite() && at.canExecute();
      }
    }
    return false;
  }
}
