package io.carousel.cpu;

import io.carousel.bindings.LibraryReport;
import io.carousel.bindings.NativeLibraries;
import io.carousel.spi.Availability;

/**
 * Says whether the CPU backend can run here, from resources alone. What a first probe costs is the
 * opening of jars and the loading of classes: so it touches as few classes as it can, and there is
 * neither lambda nor stream nor logger in here.
 */
final class CpuProbe {
  private CpuProbe() {}

  static Availability probe() {
    try {
      LibraryReport report = NativeLibraries.probe();
      if (!report.platform().startsWith("linux-") && !hasKernels(report)) {
        return new Availability.Unavailable(
            "cpu must run on Linux with glibc, platform=" + report.platform(),
            "Use backend reference",
            null);
      }
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
    if (!hasKernels(report)) {
      return new Availability.Unavailable(
          "the kernels for this machine must be on the class path, platform="
              + report.platform()
              + ", missing="
              + kernelLibrary(report),
          "Add io.carousel:carousel-cpu-platform, or carousel-native-cpu with the classifier "
              + report.platform()
              + ", from a build where g++ or clang++ is installed (on Debian: apt install g++)",
          null);
    }
    if (CpuFlags.lack("sse4_1")) {
      return new Availability.Unavailable(
          "the processor must have SSE4.1, which oneDNN uses, missing=sse4_1",
          "Let the virtual machine have the host's processor, or use backend reference",
          null);
    }
    return new Availability.Available("oneDNN and own kernels, float32, all cores");
  }

  /**
   * Whether there is the library of {@link CpuKernels} for this machine. It has a jar of its own,
   * so on the module path a module, which only the class loader looks into.
   */
  static boolean hasKernels(LibraryReport machine) {
    return CpuProbe.class.getClassLoader().getResource(kernelLibrary(machine)) != null;
  }

  /** Where that library stands in the jar. */
  static String kernelLibrary(LibraryReport machine) {
    return "io/carousel/cpu/" + machine.platform() + "/" + machine.file("jniCpuKernels");
  }
}
