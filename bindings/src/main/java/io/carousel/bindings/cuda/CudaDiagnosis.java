package io.carousel.bindings.cuda;

import io.carousel.bindings.MissingLibraryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@link Cuda#diagnose} collects. */
final class CudaDiagnosis {
  private static final Path MAPS = Path.of("/proc/self/maps");

  private CudaDiagnosis() {}

  static CudaReport diagnose() {
    CudaReport probe = CudaProbe.probe(true);
    if (!probe.usable()) {
      return probe;
    }
    List<CudaReport.Part> parts = new ArrayList<>(probe.parts());
    try {
      Cuda.load();
    } catch (MissingLibraryException e) {
      return new CudaReport(
          probe.platform(), parts, Optional.of(e.reason()), Optional.of(e.remedy()));
    }
    parts.add(part("libcuda", CudaVersions.text(CudaVersions.driver())));
    parts.add(part("libcudart", CudaVersions.text(CudaVersions.runtime())));
    parts.add(part("libnvrtc", CudaVersions.compiler()));
    parts.add(part("libcublas", CudaVersions.blas()));
    parts.add(part("libcudnn_adv", CudaVersions.dnn()));
    for (int i = 0; i < CudaVersions.devices(); i++) {
      parts.add(device(Device.open(i)));
    }
    return new CudaReport(probe.platform(), parts, Optional.empty(), Optional.empty());
  }

  private static CudaReport.Part part(String library, String version) {
    return new CudaReport.Part(library, Optional.of(version), file(library));
  }

  private static CudaReport.Part device(Device device) {
    return new CudaReport.Part(
        "device " + device.index(),
        Optional.empty(),
        device.name()
            + ", "
            + device.architecture()
            + ", "
            + device.multiprocessors()
            + " multiprocessors, "
            + (device.freeBytes() >> 20)
            + " of "
            + (device.totalBytes() >> 20)
            + " MiB free");
  }

  /** The file that a library was loaded from, as Linux tells. */
  private static String file(String library) {
    if (!Files.exists(MAPS)) {
      return "loaded";
    }
    try {
      for (String line : Files.readAllLines(MAPS)) {
        int at = line.lastIndexOf('/');
        if (at > 0 && line.startsWith(library + ".so", at + 1)) {
          return line.substring(line.indexOf('/'));
        }
      }
      return "loaded";
    } catch (IOException e) {
      return "loaded"; // the place only adorns the report
    }
  }
}
