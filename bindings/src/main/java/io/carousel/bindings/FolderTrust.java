package io.carousel.bindings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether nobody else can change what a folder holds. Who may write to a folder, or to one above
 * it, can put another library in the place of ours, and the next JVM of this user would run it.
 */
final class FolderTrust {
  /** The system property by which an operator vouches that nobody else can come to the folder. */
  static final String PROPERTY = "carousel.cache.trust";

  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;

  /** In a folder with this bit, as in {@code /tmp}, everybody deletes and renames his own only. */
  private static final int STICKY = 01000;

  private static final String VOUCH =
      ", or say by -D" + PROPERTY + "=true that nobody else can come to it";

  private static final Path SELF = Path.of("/proc/self");

  private FolderTrust() {}

  /** Whether folders there have owners and modes; Windows keeps its users' folders apart itself. */
  static boolean knows(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /**
   * The first folder that is not safe: of the path as it is written, whose symbolic links could be
   * replaced, and of the path that it stands for.
   */
  static Optional<Problem> problem(Path folder, String property) throws IOException {
    if (!knows(folder) || Boolean.getBoolean(PROPERTY)) {
      return Optional.empty();
    }
    for (Path path : List.of(folder.toAbsolutePath().normalize(), folder.toRealPath())) {
      for (Path at = path; at != null; at = at.getParent()) {
        Optional<Problem> problem = problem(at, at == path, property);
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Problem> problem(Path at, boolean last, String property)
      throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(
            at, "unix:uid,mode,owner,group,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) attributes.get("mode");
    String owner = attributes.get("owner").toString();
    if (!trusted((Integer) attributes.get("uid"))) {
      return Optional.of(
          new Problem(
              "the cache folder and those above it must belong to this user or to root, folder="
                  + at
                  + ", owner="
                  + owner,
              CacheFolder.remedy(property) + VOUCH));
    }
    boolean shared = othersWrite(mode, owner, attributes.get("group").toString());
    boolean link = (Boolean) attributes.get("isSymbolicLink");
    boolean kept = !last && (mode & STICKY) != 0;
    if (!shared || link || kept) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            "nobody else may write to the cache folder or to those above it, folder="
                + at
                + ", mode="
                + Integer.toOctalString(mode & 07777),
            "take that right away (chmod go-w "
                + at
                + "), or "
                + CacheFolder.remedy(property)
                + VOUCH));
  }

  /** Many systems give each user a group of his own, by his name, and let it write. */
  private static boolean othersWrite(int mode, String owner, String group) {
    return (mode & OTHERS_WRITE) != 0 || ((mode & GROUP_WRITES) != 0 && !group.equals(owner));
  }

  /** This user, or who owns the system: root, which a sandbox may show by another number. */
  private static boolean trusted(int uid) throws IOException {
    return uid == uid(Path.of("/"))
        || uid == uid(Files.exists(SELF) ? SELF : Path.of(System.getProperty("user.home")));
  }

  private static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }
}
