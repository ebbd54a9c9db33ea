package io.carousel.bindings.cuda;

import io.carousel.bindings.LibraryReport;
import io.carousel.bindings.NativeLibraries;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at files and resources only. As in the search for oneDNN there is neither lambda nor stream
 * in here, because the first of each costs a cold JVM 10 ms; and no class of JavaCPP is named.
 */
final class CudaProbe {
  /** What the driver makes on Linux; the second for devices alone, the third under WSL. */
  private static final List<String> LINUX =
      List.of("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/proc/driver/nvidia/version");

  private static final List<String> PLATFORMS =
      List.of("linux-x86_64", "linux-arm64", "windows-x86_64");

  private CudaProbe() {}

  /**
   * @param versions whether to read the versions of the jars, which opens every jar
   */
  static CudaReport probe(boolean versions) {
    if (!forced()) {
      List<String> files = driverFiles();
      if (!anyExists(files)) {
        return new CudaReport(
            NativeLibraries.platform(),
            List.of(),
            Optional.of("an NVIDIA driver must be installed, found=none of " + files),
            Optional.of(
                "install the driver, or let the container see the device; if it has other files"
                    + " here, set -D"
                    + Cuda.PROBE_PROPERTY
                    + "=force"));
      }
    }
    return jars(versions);
  }

  static boolean forced() {
    return "force".equals(System.getProperty(Cuda.PROBE_PROPERTY));
  }

  private static CudaReport jars(boolean versions) {
    LibraryReport report = NativeLibraries.preset("cuda", "presets/cudart", "jnicudart", versions);
    List<CudaReport.Part> parts = new ArrayList<>();
    for (LibraryReport.Library library : report.libraries()) {
      parts.add(
          new CudaReport.Part(
              library.name(),
              library.version(),
              library.foundIn().isPresent()
                  ? library.foundIn().get()
                  : library.resource() + " was not found"));
    }
    if (!PLATFORMS.contains(report.platform())) {
      return new CudaReport(
          report.platform(),
          parts,
          Optional.of(
              "CUDA's platform must be one of " + PLATFORMS + ", platform=" + report.platform()),
          Optional.of("use another backend"));
    }
    return new CudaReport(report.platform(), parts, report.problem(), report.remedy());
  }

  private static List<String> driverFiles() {
    return System.getProperty("os.name", "").startsWith("Windows")
        ? List.of(System.getenv("SystemRoot") + "\\System32\\nvcuda.dll")
        : LINUX;
  }

  private static boolean anyExists(List<String> files) {
    for (String file : files) {
      if (new File(file).exists()) {
        return true;
      }
    }
    return false;
  }
}
