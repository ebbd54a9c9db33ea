package io.carousel.bindings;

import java.util.List;
import java.util.Locale;

/** JavaCPP's names for platforms, found without loading JavaCPP. */
final class Platform {
  /** JavaCPP's own property, which names another platform than the machine's. */
  static final String PROPERTY = "org.bytedeco.javacpp.platform";

  /** Those for which the presets have natives. */
  static final List<String> SUPPORTED =
      List.of("linux-x86_64", "linux-arm64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

  private Platform() {}

  static String current() {
    String named = System.getProperty(PROPERTY);
    return named != null
        ? named
        : of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static String of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : os;
    String arch = osArch.toLowerCase(Locale.ROOT);
    String machine =
        switch (arch) {
          case "amd64", "x86-64", "x86_64", "x64" -> "x86_64";
          case "aarch64", "armv8", "arm64" -> "arm64";
          default -> arch;
        };
    return system + "-" + machine;
  }

  /** The file name of a library, such as {@code libjnidnnl.so}. */
  static String file(String platform, String library) {
    if (platform.startsWith("windows")) {
      return library + ".dll";
    }
    return "lib" + library + (platform.startsWith("macosx") ? ".dylib" : ".so");
  }
}
