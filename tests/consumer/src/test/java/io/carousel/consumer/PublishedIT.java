package io.carousel.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was installed into the repository that the server is built from. */
class PublishedIT {
  private static final Path GROUP =
      Path.of(System.getProperty("carousel.repository"), "io/carousel");
  private static final String VERSION = System.getProperty("carousel.version");
  private static final List<String> SAID =
      List.of("name", "description", "url", "licenses/license", "developers/developer", "scm/url");

  /** All but the BOM. */
  static List<String> jars() {
    return List.of(
        "carousel-api",
        "carousel-io",
        "carousel-bindings",
        "carousel-native-cpu",
        "carousel-native-gpu",
        "carousel-cpu-platform",
        "carousel-gpu-platform",
        "carousel-runnable");
  }

  static List<String> poms() {
    return Stream.concat(Stream.of("carousel-bom"), jars().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void hasSourcesJavadocAndLicence(String artifact) throws IOException {
    assertThat(attached(artifact, "-sources.jar")).isNotEmptyFile();
    assertThat(attached(artifact, "-javadoc.jar")).isNotEmptyFile();
    assertThat(names(file(artifact, ".jar"))).contains("META-INF/LICENSE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"carousel-api", "carousel-io", "carousel-native-cpu"})
  void hasSourcesAndJavadocOfItsClasses(String artifact) throws IOException {
    assertThat(names(attached(artifact, "-sources.jar")))
        .anyMatch(name -> name.endsWith("/package-info.java"));
    assertThat(names(attached(artifact, "-javadoc.jar")))
        .anyMatch(name -> name.endsWith("/package-summary.html"));
  }

  @ParameterizedTest
  @MethodSource("io.carousel.consumer.ServerIT#platforms")
  void hasTheNativeLibraryInAJarOfItsPlatform(String platform) throws IOException {
    String library = "io/carousel/cpu/" + platform + "/" + System.mapLibraryName("jniCpuKernels");
    assertThat(names(file("carousel-native-cpu", "-" + platform + ".jar")))
        .contains(library, library + ".sha256");
    assertThat(names(file("carousel-native-cpu", ".jar")))
        .noneMatch(name -> name.contains(platform));
  }

  @ParameterizedTest
  @MethodSource("poms")
  void hasAPomThatStandsAlone(String artifact) throws IOException {
    Pom pom = Pom.read(file(artifact, ".pom"));
    assertThat(SAID).allSatisfy(path -> assertThat(pom.text(path)).isNotBlank());
    assertThat(List.of("parent", "build", "profiles", "repositories"))
        .allSatisfy(path -> assertThat(pom.has(path)).isFalse());
    assertThat(pom.dependencies())
        .allSatisfy(
            (name, about) -> {
              assertThat(about.scope()).as(name).isIn("compile", "runtime");
              assertThat(about.version()).as(name).doesNotContain("$");
            });
  }

  /** So a user may name natives one by one; and nothing depends on what is not published. */
  @Test
  void hasABomWithTheVersionsOfAllThatIsPublishedAndOfNatives() throws IOException {
    Map<String, Pom.About> managed = Pom.read(file("carousel-bom", ".pom")).managed();
    for (String artifact : jars()) {
      assertThat(managed.get("io.carousel:" + artifact).version()).isEqualTo(VERSION);
      Pom.read(file(artifact, ".pom"))
          .dependencies()
          .forEach(
              (name, about) -> {
                if (name.startsWith("io.carousel:") || name.startsWith("org.bytedeco:")) {
                  assertThat(managed).as(artifact).containsKey(name);
                  assertThat(managed.get(name).version()).isEqualTo(about.version());
                }
              });
    }
  }

  /** What the invoker plugin does not install, so it is looked for where it was built. */
  private static Path attached(String artifact, String ending) {
    String name = artifact.equals("carousel-runnable") ? "carousel" : artifact + "-" + VERSION;
    return Path.of("../..", artifact.substring("carousel-".length()), "target", name + ending);
  }

  private static Path file(String artifact, String ending) {
    return GROUP.resolve(Path.of(artifact, VERSION, artifact + "-" + VERSION + ending));
  }

  private static List<String> names(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(Object::toString).toList();
    }
  }
}
