package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

/** The oldest Linux that the native libraries load on, read from the libraries themselves. */
class SystemNeedsTest {
  private static final Path OWN = Path.of("target/classes/io/carousel/cpu");
  private static final String GLIBC = "GLIBC_2.34";
  private static final String GLIBCXX = "GLIBCXX_3.4.29";
  private static final String CXXABI = "CXXABI_1.3.13";

  /** Of every platform that was built. */
  @Test
  void ownLibrariesNeedNoNewerSystemAndNoLibraryOfCpp() throws IOException {
    for (Path library : ownLibraries()) {
      Map<String, List<String>> needed = new ElfFile(Files.readAllBytes(library)).versionsNeeded();
      assertThat(needed).as(library.toString()).isNotEmpty();
      assertThat(needed.keySet())
          .as(library.toString())
          .allMatch(name -> name.matches("(libc|libm|libgomp|ld-linux-.*)\\.so\\.\\d+"));
      assertThat(newest(needed).get("GLIBC"))
          .as(library.toString())
          .isLessThanOrEqualTo(version(GLIBC));
    }
  }

  /** JavaCPP's and oneDNN's libraries set the floor that the README names. */
  @Test
  void theReadmeNamesWhatTheOthersNeed() throws IOException {
    assumeThat(Loader.getPlatform()).as("a platform with ELF files").startsWith("linux-");
    Map<String, Version> newest = new TreeMap<>();
    for (String library :
        List.of(
            "javacpp/%s/libjnijavacpp.so",
            "opencl/%s/libOpenCL.so.1",
            "opencl/%s/libjniOpenCL.so",
            "dnnl/%s/libgomp.so.1",
            "dnnl/%s/libdnnl.so.3",
            "dnnl/%s/libjnidnnl.so")) {
      newest(new ElfFile(resource(library)).versionsNeeded())
          .forEach((name, version) -> newest.merge(name, version, SystemNeedsTest::later));
    }
    assertThat(newest)
        .containsEntry("GLIBC", version(GLIBC))
        .containsEntry("GLIBCXX", version(GLIBCXX))
        .containsEntry("CXXABI", version(CXXABI));
    assertThat(Path.of("../README.md"))
        .content()
        .contains("`" + GLIBC + "`", "`" + GLIBCXX + "`", "`" + CXXABI + "`");
  }

  private static List<Path> ownLibraries() throws IOException {
    assumeThat(OWN).as("the classes, a C++ compiler having been there").exists();
    try (Stream<Path> files = Files.walk(OWN)) {
      List<Path> libraries = files.filter(file -> file.toString().endsWith(".so")).toList();
      assumeThat(libraries).as("libraries for Linux, built by a C++ compiler").isNotEmpty();
      return libraries;
    }
  }

  private static byte[] resource(String library) throws IOException {
    String name = "/org/bytedeco/" + String.format(library, Loader.getPlatform());
    try (InputStream in = SystemNeedsTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  /** The newest version of each name: GLIBC to 2.34. */
  private static Map<String, Version> newest(Map<String, List<String>> needed) {
    Map<String, Version> newest = new TreeMap<>();
    needed.values().stream()
        .flatMap(List::stream)
        .filter(symbol -> symbol.matches("[A-Z]+_[\\d.]+"))
        .forEach(
            symbol ->
                newest.merge(
                    symbol.substring(0, symbol.indexOf('_')),
                    version(symbol),
                    SystemNeedsTest::later));
    return newest;
  }

  private static Version version(String symbol) {
    return Version.parse(symbol.substring(symbol.indexOf('_') + 1));
  }

  private static Version later(Version one, Version other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
