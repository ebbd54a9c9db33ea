package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.Cuda;
import io.carousel.bindings.cuda.CudaModule;
import io.carousel.bindings.cuda.CudaReport;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.Device;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

@OnDevice
class DeviceTest {
  @Test
  void aDeviceDescribesItself() {
    Device device = Device.open(0);
    assertThat(device.index()).isZero();
    assertThat(device).hasToString("device 0");
    assertThat(device.name()).isNotBlank();
    assertThat(device.architecture()).isEqualTo("sm_" + device.major() + device.minor());
    assertThat(device.multiprocessors()).isPositive();
    assertThat(device.totalBytes()).isGreaterThan(1 << 30);
    assertThat(device.freeBytes()).isBetween(1L, device.totalBytes());
    assertThat(device.driverVersion()).matches("1[3-9]\\.\\d");
    assertThat(device.runtimeVersion()).matches("13\\.\\d");
    assertThat(device.cudnnVersion()).matches("9\\.\\d+\\.\\d+").isEqualTo(Cudnn.version());
  }

  @Test
  @Emulated
  void theEmulatedDeviceIsLikeAnHopper() {
    Device device = Device.open(0);
    assertThat(device.name()).isEqualTo("Carousel emulated device");
    assertThat(device.architecture()).isEqualTo("sm_90");
    assertThat(device.totalBytes()).isEqualTo(8L << 30);
    assertThat(device.driverVersion()).isEqualTo("13.0");
    assertThat(device.cudnnVersion()).isEqualTo("9.19.0");
  }

  @Test
  void aDeviceThatIsNotThereIsRefused() {
    int count = Cuda.devices();
    assertThatThrownBy(() -> Device.open(count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "device must be in 0 to "
                + (count - 1)
                + ", device="
                + count
                + "; choose one of the devices that this process sees");
    assertThatThrownBy(() -> Device.open(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Emulated
  void oneOfSeveralDevicesCanBeOpened() {
    try (Emulator.Settings two = Emulator.with("DEVICES=2")) {
      assertThat(Cuda.devices()).isEqualTo(2);
      assertThat(Device.open(1).index()).isEqualTo(1);
      assertThat(two).isNotNull();
    } finally {
      Device.open(0).makeCurrent();
    }
  }

  /** The device is the thread's: a thread that has none is told so. */
  @Test
  void aThreadMustMakeTheDeviceCurrent() throws Exception {
    try (Rig rig = new Rig()) {
      byte[] code = rig.code();
      assertThatThrownBy(() -> onNewThread(() -> CudaModule.load(code)))
          .isInstanceOf(NativeCallException.class)
          .hasMessage(
              "cuModuleLoadData returned CUDA_ERROR_INVALID_CONTEXT (201) for CUDA module of "
                  + code.length
                  + " bytes");
      onNewThread(
              () -> {
                rig.device.makeCurrent();
                return CudaModule.load(code);
              })
          .close();
    }
  }

  private static <T> T onNewThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  @Test
  void theDiagnosisNamesJarsLibrariesAndDevices() {
    CudaReport report = Cuda.diagnose();
    assertThat(report.usable()).isTrue();
    assertThat(report.message()).isEmpty();
    assertThat(report.parts())
        .extracting(CudaReport.Part::name)
        .startsWith(
            "javacpp",
            "cuda",
            "libcuda",
            "libcudart",
            "libnvrtc",
            "libcublas",
            "libcudnn_adv",
            "device 0");
    assertThat(report.toString().lines()).hasSize(report.parts().size() + 1);
  }

  @Test
  @Emulated
  void theDiagnosisTellsVersionsAndFiles() {
    String text = Cuda.diagnose().toString();
    String folder = Emulator.FOLDER.toAbsolutePath().normalize().toString();
    assertThat(text)
        .startsWith("platform linux-x86_64\njavacpp 1.5.13: ")
        .contains("\ncuda 13.1-9.19-1.5.13: ")
        .contains("\nlibcuda 13.0: " + folder + "/libcuda.so.1\n")
        .contains("\nlibcudart 13.0: " + folder + "/libcudart.so.13\n")
        .contains("\nlibnvrtc 13.0: " + folder + "/libnvrtc.so.13\n")
        .contains("\nlibcublas 13.0.0: " + folder + "/libcublas.so.13\n")
        .contains("\nlibcudnn_adv 9.19.0: " + folder + "/libcudnn_adv.so.9\n")
        .contains("\ndevice 0: Carousel emulated device, sm_90, 4 multiprocessors, ")
        .endsWith(" of 8192 MiB free");
  }
}
