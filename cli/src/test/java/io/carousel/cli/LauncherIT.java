package io.carousel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.cli.Carousel.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script itself. */
class LauncherIT {
  private static final List<String> TOOLS =
      List.of("bash", "env", "dirname", "readlink", "grep", "sed", "head", "find", "rm", "stty");

  @TempDir Path folder;

  @Test
  void worksThroughASymbolicLinkFromAnyFolder() throws IOException {
    Path first = Files.createSymbolicLink(folder.resolve("first"), Carousel.LAUNCHER);
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));
    assertThat(first).isSymbolicLink();
    Ended ended = Carousel.run(folder, Map.of(), List.of(second.toString(), "backends"));
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void saysThatJavaIsMissing() {
    Ended ended = launch(Map.of("JAVA_HOME", "/nowhere"), Carousel.LAUNCHER);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "error: a JDK must be installed, java=/nowhere/bin/java was not found;"
                + " install JDK 17 or later, or set JAVA_HOME\n");
  }

  @Test
  void saysThatJavaIsTooOld() throws IOException {
    Path java = script("bin/java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    Ended ended = launch(Map.of("JAVA_HOME", folder.toString()), Carousel.LAUNCHER);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "error: Java must be 17 or later, version=11.0.2, java="
                + java
                + "; install JDK 17 or later, or set JAVA_HOME\n");
  }

  @Test
  void saysThatMavenIsMissing() throws IOException {
    Path copy = Files.copy(Carousel.LAUNCHER, folder.resolve("carousel"));
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Path real = Path.of("/usr/bin", tool);
      if (Files.exists(real)) {
        Files.createSymbolicLink(tools.resolve(tool), real);
      }
    }
    String home = System.getProperty("java.home");
    Ended ended = launch(Map.of("PATH", tools.toString(), "JAVA_HOME", home), copy);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "error: Maven must be installed to build Carousel, mvn was not found;"
                + " install Maven 3.8 or later\n");
  }

  /** A fresh clone, with a Maven that only notes how it was called. */
  @Test
  void buildsWhatIsMissingAndShowsMavensOutputWhenThatFails() throws IOException {
    Path copy = Files.copy(Carousel.LAUNCHER, folder.resolve("carousel"));
    script("bin/mvn", "echo \"called with $*\"; exit 1");
    String path = folder.resolve("bin") + ":" + System.getenv("PATH");
    Ended ended = launch(Map.of("PATH", path), copy);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err().lines())
        .hasSize(3)
        .startsWith("carousel: building with Maven, because it is not built yet")
        .endsWith("error: the build must succeed before Carousel can run; see Maven's output above")
        .anyMatch(line -> line.startsWith("called with -q ") && line.endsWith(" package"));
  }

  /** A copy of the tree has the times of the copying, in any order. */
  @Test
  void doesNotRebuildWhatWasBuiltFromTheSameSources() throws IOException {
    Path copy = Files.copy(Carousel.LAUNCHER, folder.resolve("carousel"));
    script("bin/mvn", "echo called >&2; exit 1");
    Path source = folder.resolve("cli/src/main/A.java");
    Path stamp = folder.resolve("cli/target/built");
    for (Path file :
        List.of(source, stamp, folder.resolve("cli/pom.xml"), folder.resolve("pom.xml"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    Map<String, String> variables =
        Map.of(
            "PATH",
            folder.resolve("bin") + ":" + System.getenv("PATH"),
            "JAVA_HOME",
            folder.toString());
    script("bin/java", "echo 'openjdk version \"17.0.1\" 2021-10-19' >&2");
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(2)));
    assertThat(launch(variables, copy).err()).doesNotContain("building");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(launch(variables, copy).err()).doesNotContain("building");
    Files.writeString(source, "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(launch(variables, copy).err())
        .startsWith("carousel: building with Maven, because its sources have changed\n");
  }

  @Test
  void showsAStackTraceToThoseWhoAsk() {
    Ended ended = Carousel.run(folder, "inspect", "--model", "nope", "--stacktrace");
    assertThat(ended.errors()).containsExactly("file must exist, file=nope");
    assertThat(ended.err()).contains("\tat io.carousel.");
  }

  private Path script(String name, String line) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + line + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended launch(Map<String, String> variables, Path launcher) {
    return Carousel.run(folder, variables, List.of(launcher.toString(), "backends"));
  }
}
