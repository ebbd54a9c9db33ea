package io.carousel.bindings.cuda;

/** Finds, loads and diagnoses CUDA's driver, run time and compiler, cuBLAS and cuDNN. */
public final class Cuda {
  /**
   * The system property that, set to {@code force}, has {@link #probe} believe in a driver without
   * looking for its files; for machines where they have other names.
   */
  public static final String PROBE_PROPERTY = "carousel.gpu.probe";

  private Cuda() {}

  /**
   * Looks for the files of an NVIDIA driver and, if there are any, for the jars. Loads nothing,
   * unpacks nothing, never throws; half a millisecond where there is no driver. What it finds
   * usable may still fail in {@link #load}.
   */
  public static CudaReport probe() {
    return CudaProbe.probe(false);
  }

  /**
   * Loads all libraries and sees whether they go together and there is a device. The outcome is
   * remembered for the process, failure too; later calls cost nothing.
   *
   * @throws io.carousel.bindings.MissingLibraryException if that is not possible
   */
  public static void load() {
    CudaLoader.load();
  }

  /**
   * The number of devices, at least 1.
   *
   * @throws io.carousel.bindings.MissingLibraryException as {@link #load}
   */
  public static int devices() {
    load();
    return CudaVersions.devices();
  }

  /**
   * Loads the libraries, which takes some hundred milliseconds the first time, and says of each
   * jar, library and device where it was found, or what is missing. Never throws.
   */
  public static CudaReport diagnose() {
    return CudaDiagnosis.diagnose();
  }
}
