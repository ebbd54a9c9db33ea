package io.carousel.runnable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, run as a user does. */
class RunnableIT {
  private static final Path JAR = Path.of("target/carousel.jar").toAbsolutePath();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  @TempDir private Path folder;

  @Test
  void hasTheProvidersOfAllItsBackends() throws IOException, InterruptedException {
    Path out = run(List.of(JAVA, "-Duser.home=" + folder, "-jar", JAR.toString(), "backends"));
    assertThat(Files.readString(out)).containsSubsequence("gpu ", "cpu ", "reference ");
    assertThat(folder.resolve("err")).hasContent("");
  }

  /** In a folder as root where there is a JRE and no OpenMP library, nor anything else. */
  @Test
  void trainsWhereOnlyAJreIsInstalled() throws IOException, InterruptedException {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    assumeThat(hasNativeLibrary()).as("built where there was a C++ compiler").isTrue();
    assumeThat(start(List.of("unshare", "-rm", "true")).waitFor())
        .as("the user may change the root of a process")
        .isZero();
    Path root = folder.resolve("root");
    String jdk = System.getProperty("java.home");
    run(List.of("sh", "src/test/sh/bare-root.sh", root.toString(), jdk, JAR.toString()));
    assertThat(filesBelow(root)).noneMatch(file -> file.contains("gomp"));

    Path out =
        run(
            List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount --rbind /proc \"$1/proc\" && mount --rbind /dev \"$1/dev\""
                    + " && exec chroot \"$1\" /jre/bin/java -Duser.home=/home"
                    + " -Dcarousel.backend=cpu -jar /carousel.jar demo",
                "-",
                root.toString()));
    assertThat(Files.readString(folder.resolve("err"))).contains("running on cpu: oneDNN ");
    assertThat(Files.readString(out)).contains("persistence");
    assertThat(root.resolve("carousel-out/demo/model.safetensors")).isNotEmptyFile();
  }

  @Test
  void keepsLicencesAndNoSignatures() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License").hasSizeLessThan(20_000);
      assertThat(text(jar, "META-INF/THIRD-PARTY"))
          .contains("Jackson", "picocli", "JavaCPP", "oneDNN", "OpenCL", "libgomp", "JLine")
          .contains("FastCSV", "progressbar");
      assertThat(text(jar, "META-INF/NOTICE")).contains("Jackson");
      assertThat(jar.stream().map(ZipEntry::getName))
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)|.*module-info\\.class"));
    }
  }

  private static String text(ZipFile jar, String name) throws IOException {
    return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), UTF_8);
  }

  private static boolean hasNativeLibrary() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      return jar.stream().anyMatch(entry -> entry.getName().contains("jniCpuKernels"));
    }
  }

  private static List<String> filesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(Path::toString).toList();
    }
  }

  /** Standard output of a command that must succeed. */
  private Path run(List<String> command) throws IOException, InterruptedException {
    Process process = start(command);
    assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("ends in time").isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("err"))).isZero();
    return folder.resolve("out");
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }
}
