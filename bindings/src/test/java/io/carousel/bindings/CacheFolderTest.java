package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folders are taken for the cache, and what is said of others. */
class CacheFolderTest {
  private static final String ANOTHER =
      "name another one with 100 MB of space by -Dcarousel.cache=FOLDER";

  private static final String VOUCH =
      ", or say by -Dcarousel.cache.trust=true that nobody else can come to it";

  /** A user whom every Unix knows, and who is not the one that runs the tests. */
  private static final int DAEMON = 1;

  @TempDir private Path temp;
  private Path base;

  @BeforeEach
  void useAnEmptyCache() throws IOException {
    base = Files.createDirectory(temp.toRealPath().resolve("base"));
    mode(base, "rwxr-xr-x");
    System.setProperty(CacheFolder.PROPERTY, base.toString());
  }

  @AfterEach
  void useTheUsersCache() {
    System.clearProperty(CacheFolder.PROPERTY);
  }

  private static void mode(Path folder, String permissions) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  private static void sticky(Path folder) throws IOException {
    Files.setAttribute(folder, "unix:mode", 01777);
  }

  private static void give(Path path, int uid) throws IOException {
    assumeTrue(
        (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0,
        "only root can give a file to somebody else");
    Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
  }

  private static void assertRefused(String message) {
    assertThatThrownBy(() -> CacheFolder.make("library"))
        .isInstanceOf(MissingLibraryException.class)
        .hasMessage(message);
  }

  private static String writable(Path folder, String mode) {
    return "nobody else may write to the cache folder or to those above it, folder="
        + folder
        + ", mode="
        + mode
        + "; take that right away (chmod go-w "
        + folder
        + "), or "
        + ANOTHER
        + VOUCH;
  }

  private static String foreign(Path path) throws IOException {
    return "the cache folder and those above it must belong to this user or to root, folder="
        + path
        + ", owner="
        + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
        + "; "
        + ANOTHER
        + VOUCH;
  }

  @Test
  void foldersAreMadeForTheUserAlone() throws IOException {
    Path made = CacheFolder.make("library");
    assertThat(made).isEqualTo(base.resolve("carousel/library"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.getParent())))
        .isEqualTo("rwx------");
    assertThat(CacheFolder.make("library")).isEqualTo(made);
  }

  @Test
  void aFileIsNoCacheFolder() throws IOException {
    Path file = Files.createFile(base.resolve("file"));
    System.setProperty(CacheFolder.PROPERTY, file.toString());
    assertRefused(
        "the cache folder must be a folder, but there is a file, file=" + file + "; " + ANOTHER);
  }

  /** Not even root makes a folder in there, as in a file system that is mounted read-only. */
  @Test
  void aFolderThatCannotBeMadeIsToldWithItsCause() {
    System.setProperty(CacheFolder.PROPERTY, "/proc/carousel-test");
    assertThatThrownBy(() -> CacheFolder.make("library"))
        .isInstanceOf(MissingLibraryException.class)
        .message()
        .startsWith("the cache folder must be writable, folder=/proc")
        .endsWith("; " + ANOTHER);
  }

  /** Half a character is in no encoding, as an umlaut is not in that of LC_ALL=C. */
  @Test
  void aNameThatTheEncodingLacksIsRefused() {
    String name = base + "/\ud800";
    System.setProperty(CacheFolder.PROPERTY, name);
    assertRefused(
        "the cache folder must have a name in this JVM's encoding, folder="
            + name
            + "/carousel/library, encoding="
            + System.getProperty("sun.jnu.encoding")
            + "; set LC_ALL to a UTF-8 locale such as C.UTF-8, or "
            + ANOTHER);
  }

  /** As a script leaves it whose variable is not set. */
  @Test
  void anEmptyNameIsRefused() {
    System.setProperty(CacheFolder.PROPERTY, "");
    assertRefused("the cache folder must have a name, carousel.cache=; " + ANOTHER);
  }

  @Test
  void aUserWithoutAHomeIsAskedForAFolder() {
    File nowhere = new File(CacheFolder.base(null, "?", null), "carousel");
    assertThat(CacheFolder.problem(nowhere, CacheFolder.PROPERTY).orElseThrow().reason())
        .isEqualTo("the user must have a home folder for the cache, folder=?/.cache/carousel");
  }

  @Test
  void cachesAreWhereTheUserHasThem() {
    assertThat(CacheFolder.base("/common", "/listed", "/home")).isEqualTo(new File("/common"));
    assertThat(CacheFolder.base("no/root", "/listed", "/home"))
        .isEqualTo(new File("/listed/.cache"));
    assertThat(CacheFolder.base(null, "/listed", null)).isEqualTo(new File("/listed/.cache"));
    // A container's user whom the list of users does not have.
    assertThat(CacheFolder.base(null, "?", "/home")).isEqualTo(new File("/home/.cache"));
    assertThat(CacheFolder.base(null, null, "home")).isEqualTo(new File("?/.cache"));
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefused() throws IOException {
    Path folder = CacheFolder.make("library");
    mode(folder, "rwxrwxrwx");
    assertRefused(writable(folder, "777"));
    sticky(folder);
    assertRefused(writable(folder, "1777"));
    mode(folder, "rwxr-xr-x");
    assertThat(CacheFolder.make("library")).isEqualTo(folder);
  }

  @Test
  void aFolderAboveThatOthersMayWriteToIsRefusedUnlessSticky() throws IOException {
    mode(base, "rwxrwxrwx");
    assertRefused(writable(base, "777"));
    sticky(base);
    assertThat(CacheFolder.make("library")).isEqualTo(base.resolve("carousel/library"));
  }

  /** As in a container, whose volumes everybody may write to and nobody else is there. */
  @Test
  void anOperatorMayVouchForAFolder() throws IOException {
    mode(base, "rwxrwxrwx");
    System.setProperty("carousel.cache.trust", "true");
    try {
      assertThat(CacheFolder.make("library")).isEqualTo(base.resolve("carousel/library"));
    } finally {
      System.clearProperty("carousel.cache.trust");
    }
  }

  @Test
  void theGroupMayWriteOnlyIfItIsTheUsersOwn() throws IOException {
    mode(base, "rwxrwxr-x");
    if (!Files.getOwner(base).getName().equals(groupOf(base))) {
      assertRefused(writable(base, "775"));
      return;
    }
    assertThat(CacheFolder.make("library")).isEqualTo(base.resolve("carousel/library"));
    assumeTrue(groupOf(base).equals("root"), "only root can give a file to another group");
    Files.setAttribute(base, "unix:gid", DAEMON);
    mode(base, "rwxrwxr-x");
    assertRefused(writable(base, "775"));
  }

  private static String groupOf(Path path) throws IOException {
    return Files.getAttribute(path, "posix:group").toString();
  }

  @Test
  void aFolderOfSomebodyElseIsRefused() throws IOException {
    Path folder = CacheFolder.make("library");
    give(folder, DAEMON);
    assertRefused(foreign(folder));
    give(folder, 0);
    give(base, DAEMON);
    assertRefused(foreign(base));
  }

  @Test
  void aLinkToASafeFolderIsFollowedAndNotUsedAgain() throws IOException {
    Path real = Files.createDirectory(temp.toRealPath().resolve("real"));
    Files.createSymbolicLink(base.resolve("carousel"), real);
    assertThat(CacheFolder.make("library")).isEqualTo(real.resolve("library"));
  }

  @Test
  void aLinkToAFolderThatOthersMayWriteToIsRefused() throws IOException {
    Path real = Files.createDirectory(temp.toRealPath().resolve("real"));
    mode(real, "rwxrwxrwx");
    Files.createSymbolicLink(base.resolve("carousel"), real);
    assertRefused(writable(real, "777"));
  }

  /** Its owner could lead it elsewhere between two steps. */
  @Test
  void aLinkOfSomebodyElseIsRefused() throws IOException {
    Path real = Files.createDirectory(temp.toRealPath().resolve("real"));
    Path link = Files.createSymbolicLink(base.resolve("carousel"), real);
    give(link, DAEMON);
    assertRefused(foreign(link));
  }

  @Test
  void theUsersCacheFolderIsThatOfXdgOrTheOneInTheHome() {
    String home = temp.resolve("home").toString();
    assertThat(Child.withoutNatives().option("-Duser.home=" + home).run(ChildMain.class, "cache"))
        .isEqualTo(home + "/.cache/carousel/library" + System.lineSeparator());
    assertThat(
            Child.withoutNatives()
                .environment("XDG_CACHE_HOME", temp + "/xdg")
                .option("-Duser.home=" + home)
                .run(ChildMain.class, "cache"))
        .isEqualTo(temp + "/xdg/carousel/library" + System.lineSeparator());
    assertThat(
            Child.withoutNatives()
                .environment("XDG_CACHE_HOME", "relative")
                .option("-Duser.home=" + home)
                .run(ChildMain.class, "cache"))
        .isEqualTo(home + "/.cache/carousel/library" + System.lineSeparator());
  }
}
