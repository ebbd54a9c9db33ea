package io.carousel.bindings;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;
import org.bytedeco.javacpp.Loader;

/** The folder into which JavaCPP unpacks libraries: one of ours, unless its own property is set. */
final class UnpackFolder {
  /** JavaCPP's own property. */
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  private UnpackFolder() {}

  /** The folder, found without loading JavaCPP. */
  static File folder() {
    String named = System.getProperty(PROPERTY);
    return named != null ? new File(named).getAbsoluteFile() : CacheFolder.folder("javacpp");
  }

  private static String property() {
    return System.getProperty(PROPERTY) != null ? PROPERTY : CacheFolder.PROPERTY;
  }

  /** What is wrong with it as far as a probe can see. */
  static Optional<Problem> problem() {
    return CacheFolder.problem(folder(), property());
  }

  /**
   * Lets JavaCPP unpack there. It reads its property once, so it must not have been used before; if
   * the application did, the folder that it has taken must be as safe as ours.
   *
   * @throws MissingLibraryException if the folder cannot be used
   */
  static void use() {
    String property = property();
    Path ours = CacheFolder.make(folder(), property);
    try {
      Path taken = taken(ours.toString()).toPath();
      if (!taken.equals(ours)) {
        CacheFolder.require(FolderTrust.problem(taken, property));
      }
    } catch (IOException e) {
      throw new MissingLibraryException(
          "JavaCPP must have a folder to unpack into, folder=" + ours + ", cause=" + e,
          CacheFolder.remedy(property),
          e);
    }
  }

  /** Says whether a jar could not be read or a library not be written. */
  static MissingLibraryException failed(URL library, IOException e) {
    return e instanceof ZipException || e instanceof EOFException
        ? MissingLibraryException.damaged(
            "the jar must be readable, resource=" + library + ", cause=" + e,
            MissingLibraryException.ANOTHER_COPY,
            e)
        : CacheFolder.failed(folder(), property(), e);
  }

  /** The property is set for this moment only: other class loaders may have a JavaCPP too. */
  private static File taken(String ours) throws IOException {
    synchronized (System.getProperties()) {
      String before = System.getProperty(PROPERTY);
      System.setProperty(PROPERTY, ours);
      try {
        return Loader.getCacheDir();
      } finally {
        if (before == null) {
          System.clearProperty(PROPERTY);
        } else {
          System.setProperty(PROPERTY, before);
        }
      }
    }
  }
}
