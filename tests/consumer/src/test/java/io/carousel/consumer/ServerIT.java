package io.carousel.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The server of {@code src/it}, packed in several ways and run in a folder with nothing in it. */
class ServerIT {
  private static final Path PROJECT = Path.of("target/it/server").toAbsolutePath();
  private static final Path BUILT = PROJECT.resolve("target");
  private static final Path SOURCE = Path.of("src/it/server/pom.xml");
  private static final Path README = Path.of("../../README.md");

  @TempDir private Path home;

  /** How it is packed. */
  enum Packed {
    CLASS_PATH,
    MODULE_PATH,
    SHADED,
    NESTED
  }

  private static List<String> arguments(Packed packed) {
    String classPath = BUILT.resolve("server.jar") + ":" + BUILT.resolve("lib/*");
    return switch (packed) {
      case CLASS_PATH ->
          List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, "example.Server");
      case MODULE_PATH ->
          List.of(
              "--enable-native-access="
                  + "org.bytedeco.javacpp,org.bytedeco.opencl,org.bytedeco.dnnl,io.carousel.cpu",
              "--module-path",
              BUILT.resolve("server.jar") + ":" + BUILT.resolve("lib"),
              "--add-modules=ALL-MODULE-PATH",
              "--module",
              "server/example.Server");
      case SHADED -> List.of("-jar", BUILT.resolve("server-1-shaded.jar").toString());
      case NESTED -> List.of("-jar", BUILT.resolve("server-nested.jar").toString());
    };
  }

  static Stream<Arguments> everyPackingOnEveryJdk() {
    return Jdk.oldestAndNewest().stream()
        .flatMap(jdk -> Stream.of(Packed.values()).map(packed -> Arguments.of(packed, jdk)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("everyPackingOnEveryJdk")
  void computesOnTheCpuBackend(Packed packed, Jdk jdk) throws IOException, InterruptedException {
    List<String> lines = run(packed, jdk);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("cpu: oneDNN ");
    assertThat(lines.get(2)).startsWith("reference: ");
    double cpu = forecast("cpu", lines.get(1));
    assertThat(cpu).isCloseTo(forecast("reference", lines.get(3)), within(1e-3));
    assertThat(cpu).isCloseTo(Math.sin(1012 / 4.0), within(0.1));
    assertThat(home.toFile().list()).as("what it has unpacked").isNotEmpty();
  }

  /** Standard output, after an end without a word on standard error. */
  private List<String> run(Packed packed, Jdk jdk) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jdk.java(), "-Duser.home=" + home));
    // The common pool has threads of its own only from three cores on.
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    command.addAll(arguments(packed));
    command.addAll(List.of("cpu", "reference"));
    Path out = BUILT.resolve(packed + "-" + jdk.version() + ".out");
    Path err = BUILT.resolve(packed + "-" + jdk.version() + ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    Process java = builder.start();
    assertThat(java.waitFor(100, TimeUnit.SECONDS)).as("ends in time").isTrue();
    assertThat(err).hasContent("");
    assertThat(java.exitValue()).isZero();
    return Files.readAllLines(out);
  }

  private static double forecast(String backend, String line) {
    String start = backend + " foretells ";
    assertThat(line).startsWith(start);
    return Double.parseDouble(line.substring(start.length()));
  }

  static List<String> platforms() {
    return List.of(System.getProperty("carousel.platforms").split(","));
  }

  /** No test library, nothing of ours that the server did not ask for. */
  @Test
  void inheritsWhatItNeedsAndNothingElse() {
    List<String> expected =
        new ArrayList<>(
            List.of("carousel-api", "carousel-io", "carousel-cpu-platform", "carousel-bindings"));
    expected.addAll(
        List.of(
            "jackson-databind",
            "jackson-core",
            "jackson-annotations",
            "fastcsv",
            "fastdoubleparser"));
    for (String artifact : List.of("carousel-native-cpu", "javacpp", "dnnl", "opencl")) {
      expected.add(artifact);
      platforms().forEach(platform -> expected.add(artifact + "-" + platform));
    }
    assertThat(BUILT.resolve("lib").toFile().list())
        .extracting(name -> name.replaceAll("(-\\d[\\d.]*)+(-SNAPSHOT)?(.*)\\.jar", "$3"))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** What the README tells to write is what was built. */
  @Test
  void isWhatTheReadmeSays() throws IOException {
    String pom = Files.readString(SOURCE);
    String start = "<dependencyManagement>";
    String end = "  </dependencies>\n\n";
    String snippet = pom.substring(pom.indexOf(start), pom.indexOf(end) + end.length());
    assertThat(squeezed(Files.readString(README))).contains(squeezed(snippet));
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").trim();
  }
}
