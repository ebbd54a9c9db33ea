package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carousel.Backends;
import io.carousel.error.BackendUnavailableException;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who cannot use the GPU is told why: one who asked for it by an error, others by a line. */
@Emulated
class BackendSelectionTest {
  private static final String REASON =
      "an NVIDIA driver must be installed, missing=libcuda.so.1. "
          + "Install the driver, or start the container with access to the device";

  @TempDir private Path temp;

  /** Opens what is asked for and prints who came, or the message. */
  static final class Opening {
    private Opening() {}

    public static void main(String[] arguments) {
      try (Backend backend = Backends.best()) {
        System.out.println(backend.name());
      } catch (BackendUnavailableException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** The pretend libraries without the driver, which only loading can tell. */
  private Child withoutDriver() throws IOException {
    assumeTrue(!new File("/usr/lib/x86_64-linux-gnu/libcuda.so.1").exists(), "there is a driver");
    Path folder = Files.createDirectory(temp.resolve("libraries"));
    try (Stream<Path> files = Files.list(Emulator.FOLDER)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().startsWith("libcuda.so")) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    return Child.on(folder, temp.resolve("cache"));
  }

  @Test
  void whoRequiresItGetsReasonAndRemedy() throws IOException {
    assertThat(withoutDriver().option("-Dcarousel.backend=gpu").run(Opening.class))
        .isEqualTo(
            "backend gpu was required (carousel.backend=gpu) but is unavailable: " + REASON + "\n");
  }

  @Test
  void whoTakesTheBestGetsAnotherAndIsTold() throws IOException {
    assertThat(withoutDriver().run(Opening.class))
        .contains("INFO: running on ")
        .contains("; not gpu: " + REASON)
        .endsWith("\n" + next() + "\n");
  }

  private static final String CANNOT_START =
      "device 0 must start and run a small LSTM, failed=nvrtcCompileProgram returned"
          + " NVRTC_ERROR_COMPILATION (6) for kernels.cu: kernels.cu(1): error: the emulator was told"
          + " to refuse. Update driver, CUDA and cuDNN together, free the device, or use backend cpu";

  private static Child failing() {
    return Child.onEmulator()
        .variable("CAROUSEL_EMULATOR_COMPILE", "fail")
        .option("-Dcarousel.gpu.cache=off");
  }

  @Test
  void whatFailsWhileItIsOpenedIsNamed() {
    assertThat(failing().option("-Dcarousel.backend=gpu").run(Opening.class))
        .isEqualTo(
            "backend gpu was required (carousel.backend=gpu) but is unavailable: "
                + CANNOT_START
                + "\n");
  }

  @Test
  void whatFailsWhileItIsOpenedLeavesAnotherBackend() {
    assertThat(failing().run(Opening.class))
        .contains("INFO: running on ")
        .contains("; not gpu: " + CANNOT_START)
        .endsWith("\n" + next() + "\n");
  }

  @Test
  void aDeviceThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Backends.open("gpu", BackendOptions.defaults().withDevice(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "device must be in 0 to 0, device=1;"
                + " choose one of the devices that this process sees");
  }

  /** The best backend of this class path but for the GPU. */
  private static String next() {
    return Backends.found().stream()
        .filter(found -> !found.name().equals("gpu"))
        .findFirst()
        .orElseThrow()
        .name();
  }
}
