package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  private static final String PLATFORM = Platform.current();

  @TempDir private Path temp;

  private static String resource(String artifact, String platform, String library) {
    return "org/bytedeco/" + artifact + "/" + platform + "/" + Platform.file(platform, library);
  }

  /** A file under which nothing can be created, whoever runs the tests. */
  private Path dead() throws IOException {
    Path file = temp.resolve("file");
    return Files.exists(file) ? file : Files.createFile(file);
  }

  private static String missing(String artifact, String version, String library, Child child) {
    return artifact
        + " must have its native library on the class path, platform="
        + PLATFORM
        + ", missing="
        + resource(artifact, PLATFORM, library)
        + " in the class path ("
        + child.folders()
        + ") and java.library.path (/nowhere); add org.bytedeco:"
        + artifact
        + ":"
        + version
        + " with classifier "
        + PLATFORM
        + System.lineSeparator();
  }

  @Test
  void withoutNativesItSaysWhatIsMissingWhereAndWhatToAdd() {
    Child child = Child.withoutNatives();
    String expected = missing("javacpp", "1.5.13", "jnijavacpp", child);
    assertThat(child.run(ChildMain.class, "load")).isEqualTo(expected);
    assertThat(child.run(ChildMain.class, "allocate")).isEqualTo(expected);
    assertThat(child.run(ChildMain.class, "probe")).endsWith("problem: " + expected);
  }

  @Test
  void withJavaCppAloneHostMemoryWorksAndTheNextMissingJarIsNamed() {
    List<String> natives = Child.natives();
    Child child = Child.withoutNatives().with(natives.get(0));
    assertThat(child.run(ChildMain.class, "allocate"))
        .isEqualTo("open: host memory of 64 bytes" + System.lineSeparator());
    assertThat(child.run(ChildMain.class, "load"))
        .isEqualTo(missing("opencl", "3.0-1.5.13", "jniOpenCL", child));
    child.with(natives.get(1));
    assertThat(child.run(ChildMain.class, "load"))
        .isEqualTo(missing("dnnl", "3.11-1.5.13", "jnidnnl", child));
  }

  @Test
  void nativesOfAnotherPlatformAreToldFromNone() throws IOException {
    String other = PLATFORM.equals("windows-x86_64") ? "linux-arm64" : "windows-x86_64";
    Path jar = temp.resolve("other");
    Path file = jar.resolve(resource("javacpp", other, "jnijavacpp"));
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThat(Child.withoutNatives().with(jar.toString()).run(ChildMain.class, "load"))
        .isEqualTo(
            "javacpp must have its native library for this platform, platform="
                + PLATFORM
                + ", found="
                + other
                + " in "
                + jar
                + "; add org.bytedeco:javacpp:1.5.13 with classifier "
                + PLATFORM
                + System.lineSeparator());
  }

  @Test
  void aMachineWithoutPresetsIsNamed() {
    assertThat(
            Child.withNatives()
                .option("-Dorg.bytedeco.javacpp.platform=linux-riscv64")
                .run(ChildMain.class, "load"))
        .isEqualTo(
            "the platform must be one of [linux-x86_64, linux-arm64, macosx-arm64, macosx-x86_64,"
                + " windows-x86_64], platform=linux-riscv64;"
                + " use a backend that needs no native library"
                + System.lineSeparator());
  }

  @Test
  void withNowhereToUnpackItSaysWhereAndHowToChoose() throws IOException {
    Child child = Child.withNatives().option("-Duser.home=" + dead().resolve("home"));
    assertThat(child.run(ChildMain.class, "diagnose")).endsWith(noFolder("carousel.cache"));
    child.option("-Duser.home=" + temp.resolve("home"));
    child.option("-Dorg.bytedeco.javacpp.cachedir=" + dead().resolve("cache"));
    assertThat(child.run(ChildMain.class, "diagnose"))
        .endsWith(noFolder("org.bytedeco.javacpp.cachedir"));
    assertThat(child.run(ChildMain.class, "allocate"))
        .isEqualTo(noFolder("org.bytedeco.javacpp.cachedir"));
  }

  private String noFolder(String property) throws IOException {
    return "the cache folder must be a folder, but there is a file, file="
        + dead()
        + "; name another one with 100 MB of space by -D"
        + property
        + "=FOLDER"
        + System.lineSeparator();
  }

  @Test
  void javaCppUnpacksIntoOurCacheUnlessItsOwnPropertySaysElsewhere() throws IOException {
    Path home = temp.resolve("home");
    Child child = Child.withNatives().option("-Duser.home=" + home);
    String opened = "open: host memory of 64 bytes" + System.lineSeparator();
    assertThat(child.run(ChildMain.class, "allocate")).isEqualTo(opened);
    assertThat(home.resolve(".cache/carousel/javacpp")).isNotEmptyDirectory();
    assertThat(home.resolve(".javacpp")).doesNotExist();
    child.option("-Dorg.bytedeco.javacpp.cachedir=" + temp.resolve("other"));
    assertThat(child.run(ChildMain.class, "allocate")).isEqualTo(opened);
    assertThat(temp.resolve("other")).isNotEmptyDirectory();
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefusedForJavaCppToo() throws IOException {
    Path folder = temp.toRealPath().resolve("home/.cache/carousel/javacpp");
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(
            Child.withNatives()
                .option("-Duser.home=" + temp.toRealPath().resolve("home"))
                .run(ChildMain.class, "allocate"))
        .isEqualTo(
            "nobody else may write to the cache folder or to those above it, folder="
                + folder
                + ", mode=777; take that right away (chmod go-w "
                + folder
                + "), or name another one with 100 MB of space by -Dcarousel.cache=FOLDER,"
                + " or say by -Dcarousel.cache.trust=true that nobody else can come to it"
                + System.lineSeparator());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatJavaCppHasTakenBeforeMustBeSafeToo() throws IOException {
    Path home = temp.toRealPath().resolve("home");
    Child child = Child.withNatives().option("-Duser.home=" + home);
    assertThat(child.run(ChildMain.class, "late").lines())
        .containsExactly("open: host memory of 64 bytes", "property: null");
    Path taken = home.resolve(".javacpp/cache");
    assertThat(taken).isNotEmptyDirectory();
    Files.setPosixFilePermissions(taken, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(child.run(ChildMain.class, "late"))
        .startsWith(
            "nobody else may write to the cache folder or to those above it, folder="
                + taken
                + ", mode=777; ");
  }

  @Test
  void anInterruptedThreadUnpacksAndStaysInterrupted() {
    Child child = Child.withNatives().option("-Dcarousel.cache=" + temp);
    assertThat(child.run(ChildMain.class, "interrupted").lines())
        .containsExactly("open: host memory of 64 bytes", "interrupted: true");
  }

  @Test
  void classesBesideTheJvmsOwnAreNamed() {
    Child child = Child.withNatives().option("-Xbootclasspath/a:" + Child.entryOf("Engine.class"));
    assertThat(child.run(ChildMain.class, "probe"))
        .endsWith(
            "problem: carousel-bindings must be on the class path or the module path, class"
                + " loader=bootstrap; take it out of -Xbootclasspath/a"
                + System.lineSeparator());
  }

  @Test
  void twoReleasesOnOneClassPathAreNamed() throws IOException {
    Path folder = temp.resolve("old");
    Path file = folder.resolve("META-INF/maven/org.bytedeco/javacpp/pom.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "version=1.5.9\n");
    assertThat(Child.withNatives().with(folder.toString()).run(ChildMain.class, "load"))
        .isEqualTo(
            "javacpp must have one version on the class path, versions=[1.5.13, 1.5.9];"
                + " remove all but one"
                + System.lineSeparator());
  }

  @Test
  void aLibraryThatDoesNotLoadIsReportedWithItsCause() throws IOException {
    Path folder = temp.resolve("broken");
    Path file = folder.resolve(resource("javacpp", PLATFORM, "jnijavacpp"));
    Files.createDirectories(file.getParent());
    Files.writeString(file, "no library");
    assertThat(Child.withoutNatives().with(folder.toString()).run(ChildMain.class, "allocate"))
        .contains("the native libraries must be loadable, cause=" + file + ": ")
        .endsWith(
            "; see whether this system has what they need, such as its C++ run-time"
                + System.lineSeparator());
  }

  @Test
  void whatWorksIsDiagnosedWithJarFileAndVersion() {
    LibraryReport report = NativeLibraries.diagnose();
    assertThat(report.usable()).isTrue();
    assertThat(report.message()).isEmpty();
    assertThat(report.libraries()).hasSize(3);
    List<String> jars = Child.natives();
    for (int i = 0; i < 3; i++) {
      LibraryReport.Library library = report.libraries().get(i);
      assertThat(library.foundIn()).contains(jars.get(i));
      assertThat(Path.of(library.loadedFrom().orElseThrow())).isRegularFile();
      assertThat(library.loadedFrom().orElseThrow())
          .startsWith(report.unpackFolder().orElseThrow());
    }
    LibraryReport.Library dnnl = report.libraries().get(2);
    assertThat(dnnl.version()).contains("3.11-1.5.13");
    assertThat(report.toString().lines())
        .hasSize(4)
        .last()
        .isEqualTo(
            "dnnl 3.11-1.5.13: found in "
                + jars.get(2)
                + ", loaded from "
                + dnnl.loadedFrom().orElseThrow());
  }

  @Test
  void theProbeLoadsNoClassOfJavaCppAndLeavesTheDiskAlone() throws IOException {
    Path home = temp.resolve("untouched");
    String output =
        Child.withNatives()
            .option("-Xlog:class+load")
            .option("-Duser.home=" + home)
            .run(ChildMain.class, "probe");
    assertThat(output).contains("platform " + PLATFORM).doesNotContain("problem");
    assertThat(output.lines().filter(line -> line.contains("] org.bytedeco"))).isEmpty();
    assertThat(output).doesNotContain("io.carousel.bindings.LibrarySearch$$Lambda");
    assertThat(output).doesNotContain("io.carousel.bindings.NativeLibraries$$Lambda");
    assertThat(home).doesNotExist();
  }

  @Test
  void placesOfClassLoadersThatAreNotTheJdksAreQuoted() {
    assertThat(LibrarySearch.path("file:/a%20b/c.jar")).isEqualTo("/a b/c.jar");
    assertThat(LibrarySearch.path("file:/a b/c.jar")).isEqualTo("file:/a b/c.jar");
    assertThat(LibrarySearch.path("nested:/a.jar/!lib/c.jar"))
        .isEqualTo("nested:/a.jar/!lib/c.jar");
  }

  @Test
  void platformsHaveJavaCppsNames() {
    assertThat(Platform.of("Linux", "amd64")).isEqualTo("linux-x86_64");
    assertThat(Platform.of("Linux", "aarch64")).isEqualTo("linux-arm64");
    assertThat(Platform.of("Mac OS X", "aarch64")).isEqualTo("macosx-arm64");
    assertThat(Platform.of("Mac OS X", "x86_64")).isEqualTo("macosx-x86_64");
    assertThat(Platform.of("Windows 11", "amd64")).isEqualTo("windows-x86_64");
    assertThat(Platform.file("macosx-arm64", "jnidnnl")).isEqualTo("libjnidnnl.dylib");
    assertThat(Platform.file("windows-x86_64", "jnidnnl")).isEqualTo("jnidnnl.dll");
    assertThat(org.bytedeco.javacpp.Loader.getPlatform()).isEqualTo(PLATFORM);
    assertThat(Optional.of(PLATFORM)).get().isIn(Platform.SUPPORTED);
  }
}
