package io.carousel.bindings;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder {@code carousel} below the user's cache folder: native libraries, and what else can be
 * made anew. It may be deleted whenever no JVM starts. Nothing of it is created before it is used.
 */
public final class CacheFolder {
  /** The system property that names another cache folder than the user's. */
  public static final String PROPERTY = "carousel.cache";

  private CacheFolder() {}

  /**
   * A folder of ours in the cache, made if it is not there, without symbolic links.
   *
   * @throws MissingLibraryException if it cannot be made, or if others could change what is in it
   */
  public static Path make(String name) {
    return make(folder(name), PROPERTY);
  }

  /** As above, but makes nothing and asks nobody. */
  static File folder(String name) {
    return new File(new File(base(), "carousel"), name);
  }

  /** The folder of all caches; relative if the user has no home. */
  private static File base() {
    String named = System.getProperty(PROPERTY);
    return named != null
        ? new File(named).getAbsoluteFile()
        : base(
            System.getenv("XDG_CACHE_HOME"),
            System.getProperty("user.home"),
            System.getenv("HOME"));
  }

  /**
   * Where users keep caches; each may be null. Java takes the home from the list of users, which
   * does not have everybody whom a container runs as: then the environment's counts.
   */
  static File base(String common, String listedHome, String home) {
    if (isAbsolute(common)) {
      return new File(common);
    }
    String best = isAbsolute(listedHome) || !isAbsolute(home) ? listedHome : home;
    return new File(best == null ? "?" : best, ".cache");
  }

  private static boolean isAbsolute(String name) {
    return name != null && new File(name).isAbsolute();
  }

  /** What keeps a folder from being made and written; cheap enough for a probe. */
  static Optional<Problem> problem(File folder, String property) {
    if (System.getProperty(property, "?").isEmpty()) {
      return refused("the cache folder must have a name, " + property + "=", property);
    }
    if (!folder.isAbsolute()) {
      return refused("the user must have a home folder for the cache, folder=" + folder, property);
    }
    try {
      folder.toPath();
    } catch (InvalidPathException e) {
      return Optional.of(
          new Problem(
              "the cache folder must have a name in this JVM's encoding, folder="
                  + folder
                  + ", encoding="
                  + System.getProperty("sun.jnu.encoding"),
              "set LC_ALL to a UTF-8 locale such as C.UTF-8, or " + remedy(property)));
    }
    for (File at = folder; at != null; at = at.getParentFile()) {
      if (at.exists()) {
        return problemOfExisting(at, property);
      }
    }
    return refused("the cache folder must be below a folder, folder=" + folder, property);
  }

  private static Optional<Problem> problemOfExisting(File at, String property) {
    if (!at.isDirectory()) {
      return refused(
          "the cache folder must be a folder, but there is a file, file=" + at, property);
    }
    return at.canRead() && at.canWrite() && at.canExecute()
        ? Optional.empty()
        : refused("the cache folder must be writable, folder=" + at, property);
  }

  static Path make(File folder, String property) {
    require(problem(folder, property));
    Path path = folder.toPath();
    try {
      Files.createDirectories(path, onlyMine(path));
      require(FolderTrust.problem(path, property));
      return path.toRealPath();
    } catch (IOException e) {
      throw failed(folder, property, e);
    }
  }

  /** What the system refused while a folder of the cache was written. */
  static MissingLibraryException failed(File folder, String property, IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left on device");
    return new MissingLibraryException(
        "the cache folder must "
            + (full ? "have 100 MB of space" : "be writable")
            + ", folder="
            + folder
            + ", cause="
            + e,
        remedy(property),
        e);
  }

  private static FileAttribute<?>[] onlyMine(Path path) {
    return FolderTrust.knows(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  static void require(Optional<Problem> problem) {
    if (problem.isPresent()) {
      throw new MissingLibraryException(problem.get(), null);
    }
  }

  private static Optional<Problem> refused(String reason, String property) {
    return Optional.of(new Problem(reason, remedy(property)));
  }

  static String remedy(String property) {
    return "name another one with 100 MB of space by -D" + property + "=FOLDER";
  }
}
