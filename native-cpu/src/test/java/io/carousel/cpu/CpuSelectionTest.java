package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told where the backend cannot run, and what asking costs. */
class CpuSelectionTest {
  private static final int PROBES = 5;
  private static final String PROBING = "probing";
  private static final String PROBED = "probed";

  /** What a probe has no time for; the JDK itself uses some of it, but not for a jar's class. */
  private static final Pattern SLOW_CLASS =
      Pattern.compile(
          "org\\.bytedeco\\..*|io\\.carousel\\..*\\$\\$Lambda.*|java\\.lang\\.System\\$Logger.*"
              + "|java\\.util\\.(logging|regex|stream)\\..*|java\\.lang\\.invoke\\.StringConcat.*");

  private static final String REQUIRED =
      "backend cpu was required (carousel.backend=cpu) but is unavailable: ";

  @TempDir Path folder;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  /** Opens the backend that carousel.backend names, and prints which it is or why not. */
  static final class Opener {
    private Opener() {}

    public static void main(String[] arguments) {
      try (Backend backend = Backends.best()) {
        System.out.println("runs=" + backend.name());
      } catch (RuntimeException e) {
        System.out.println(e.getClass().getSimpleName() + "=" + e.getMessage());
      }
    }
  }

  /** Prints what a first probe says, how long it took, and whether it loaded a library. */
  static final class Prober {
    private Prober() {}

    public static void main(String[] arguments) throws IOException {
      CpuProvider provider = new CpuProvider();
      System.out.println(PROBING);
      long start = System.nanoTime();
      Availability answer = provider.probe();
      long micros = (System.nanoTime() - start) / 1_000;
      System.out.println(PROBED);
      Path maps = Path.of("/proc/self/maps");
      String mapped = Files.exists(maps) ? Files.readString(maps) : "";
      System.out.println("available=" + (answer instanceof Availability.Available));
      System.out.println("loaded=" + (mapped.contains("dnnl") || mapped.contains("CpuKernels")));
      System.out.println("micros=" + micros);
    }
  }

  private static boolean natives(String entry) {
    return entry.matches(".*dnnl-[^/]*-(linux|macosx|windows)-[^/]*\\.jar");
  }

  private static String platform() {
    return Loader.getPlatform();
  }

  private static List<String> open(ChildJvm child, String backend) throws Exception {
    return child.flag("-Dcarousel.backend=" + backend).run(Opener.class).lines();
  }

  @Test
  void withoutOneDnnsNativesTheReasonAndTheRemedyAreTold() throws Exception {
    ChildJvm child = nowhereElse().without(CpuSelectionTest::natives);
    assertThat(open(child, "cpu"))
        .containsExactly("BackendUnavailableException=" + REQUIRED + missingNatives(child));
  }

  private static String missingNatives(ChildJvm child) {
    return "dnnl must have its native library on the class path, platform="
        + platform()
        + ", missing=org/bytedeco/dnnl/"
        + platform()
        + "/"
        + System.mapLibraryName("jnidnnl")
        + " in the class path ("
        + child.folders()
        + ") and java.library.path (/nowhere). Add org.bytedeco:dnnl:"
        + version()
        + " with classifier "
        + platform();
  }

  @Test
  void withNativesOfAnotherPlatformOnlyThatIsTold() throws Exception {
    String other = platform().equals("linux-arm64") ? "linux-x86_64" : "linux-arm64";
    Path library = folder.resolve("org/bytedeco/dnnl/" + other + "/libjnidnnl.so");
    Files.createDirectories(library.getParent());
    Files.createFile(library);
    ChildJvm child = new ChildJvm().without(CpuSelectionTest::natives).with(folder);
    assertThat(open(child, "cpu"))
        .containsExactly(
            "BackendUnavailableException="
                + REQUIRED
                + "dnnl must have its native library for this platform, platform="
                + platform()
                + ", found="
                + other
                + " in "
                + folder
                + ". Add org.bytedeco:dnnl:"
                + version()
                + " with classifier "
                + platform());
  }

  @Test
  void withoutJavaCppTheReasonAndTheRemedyAreTold() throws Exception {
    ChildJvm child = nowhereElse().without(entry -> entry.contains("org/bytedeco/"));
    assertThat(open(child, "cpu"))
        .containsExactly(
            "BackendUnavailableException="
                + REQUIRED
                + "javacpp must have its Java classes on the class path,"
                + " missing=org/bytedeco/javacpp/Pointer.class in the class path ("
                + child.folders()
                + ") and java.library.path (/nowhere). Add org.bytedeco:javacpp");
  }

  /** As a build leaves the jar that found no C++ compiler. */
  @Test
  void withoutKernelsTheReasonAndTheRemedyAreTold() throws Exception {
    Path classes =
        Path.of(CpuProbe.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    copyWithoutLibraries(classes, folder);
    ChildJvm child = new ChildJvm().replacing(entry -> entry.equals(classes.toString()), folder);
    assertThat(open(child, "cpu"))
        .containsExactly(
            "BackendUnavailableException="
                + REQUIRED
                + "the kernels for this machine must be on the class path, platform="
                + platform()
                + ", missing=io/carousel/cpu/"
                + platform()
                + "/"
                + System.mapLibraryName("jniCpuKernels")
                + ". Add io.carousel:carousel-cpu-platform, or carousel-native-cpu with the classifier "
                + platform()
                + ", from a build where g++ or clang++ is installed (on Debian: apt install g++)");
  }

  private static void copyWithoutLibraries(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(f -> !f.toString().contains("libjni")).skip(1).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  /** A child that finds natives on its class path only. */
  private static ChildJvm nowhereElse() {
    return new ChildJvm().flag("-Djava.library.path=/nowhere");
  }

  @Test
  void autoTakesTheReferenceAndSaysWhy() throws Exception {
    ChildJvm child = nowhereElse().without(CpuSelectionTest::natives);
    child.flag("-Djava.util.logging.SimpleFormatter.format=%5$s%n");
    assertThat(open(child, "auto"))
        .containsExactly(
            "running on reference: pure Java, double precision, one thread; not cpu: "
                + missingNatives(child),
            "runs=reference");
  }

  @Test
  void aProbeFindsTheBackendAndLoadsNothing(TestReporter reporter) throws Exception {
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      ChildJvm.Result result = new ChildJvm().run(Prober.class);
      assertThat(result.lines()).startsWith(PROBING, PROBED, "available=true", "loaded=false");
      micros.add(result.number("micros"));
    }
    micros.sort(null);
    reporter.publishEntry("median microseconds of a first probe", "" + micros.get(PROBES / 2));
  }

  /** What takes a cold JVM long to start is not started; no clock is asked. */
  @Test
  void aProbeLoadsNoClassThatIsSlowToStart() throws Exception {
    List<String> lines =
        new ChildJvm().flag("-Xlog:class+load:stdout:none").run(Prober.class).lines();
    List<String> loaded =
        lines.subList(lines.indexOf(PROBING), lines.indexOf(PROBED)).stream()
            .map(line -> line.split(" ", 2)[0])
            .toList();
    assertThat(loaded).contains("io.carousel.bindings.NativeLibraries");
    assertThat(loaded).noneMatch(name -> SLOW_CLASS.matcher(name).matches());
  }

  /** Of the oneDNN preset on the class path. */
  private static String version() {
    return new ChildJvm()
        .entries().stream()
            .filter(CpuSelectionTest::natives)
            .map(entry -> Path.of(entry).getParent().getFileName().toString())
            .findFirst()
            .orElseThrow();
  }
}
