package io.carousel.cpu;

import io.carousel.bindings.LibraryReport;
import io.carousel.bindings.NativeLibraries;
import io.carousel.spi.Availability;

/** Says whether the CPU backend can run here, from resources alone. */
final class CpuProbe {
  private CpuProbe() {}

  static Availability probe() {
    try {
      LibraryReport report = NativeLibraries.probe();
      return report.usable() ? kernels(report) : unavailable(report);
    } catch (LinkageError e) {
      return new Availability.Unavailable(
          "JavaCPP and the oneDNN preset must be on the class path, missing=" + e.getMessage(),
          "Add org.bytedeco:javacpp and org.bytedeco:dnnl, which carousel-native-cpu depends on",
          e);
    }
  }

  private static Availability unavailable(LibraryReport report) {
    return new Availability.Unavailable(
        report.problem().orElse("oneDNN cannot be used"), report.remedy().orElse(""), null);
  }

  private static Availability kernels(LibraryReport report) {
    if (!CpuKernels.present()) {
      return new Availability.Unavailable(
          "the jar of carousel-native-cpu must hold kernels for this machine, platform="
              + report.platform()
              + ", missing="
              + CpuKernels.resource(),
          "Build it where g++ or clang++ is installed (on Debian: apt install g++)",
          null);
    }
    return new Availability.Available("oneDNN and own kernels, float32, all cores");
  }
}
