package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carousel.bindings.MissingLibraryException;
import io.carousel.bindings.cuda.Cuda;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever can be missing is named, with what to do, and stays what it is. */
@Emulated
class LoadTest {
  private static final String PLACES =
      "-Dorg.bytedeco.javacpp.platform.linkpath=FOLDERS and LD_LIBRARY_PATH\n";

  @TempDir private Path temp;

  /** Loads twice, then tells what the diagnosis ends with. */
  static final class Loading {
    private Loading() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        try {
          Cuda.load();
          System.out.println("loaded");
        } catch (MissingLibraryException e) {
          System.out.println(e.getMessage());
        }
      }
      System.out.println(Cuda.diagnose().message());
    }
  }

  /** Looks, and does nothing else. */
  static final class Probing {
    private Probing() {}

    public static void main(String[] arguments) {
      System.out.println(Cuda.probe());
    }
  }

  private static void assertFailure(Child child, String message) {
    assertThat(child.run(Loading.class)).isEqualTo(message.repeat(3));
  }

  /** The pretend libraries without those whose names begin so. */
  private Path without(String start) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("libraries"));
    try (Stream<Path> files = Files.list(Emulator.FOLDER)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().startsWith(start)) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    return folder;
  }

  private Child on(Path folder) {
    return Child.on(folder, temp.resolve("cache"));
  }

  private static void assumeNotInstalled(String library) {
    for (String folder : List.of("/usr/local/cuda/lib64", "/usr/lib/x86_64-linux-gnu")) {
      assumeTrue(!new File(folder, library).exists(), library + " is installed here");
    }
  }

  @Test
  void whatWorksIsLoadedOnce() {
    assertThat(Child.onEmulator().run(Loading.class)).isEqualTo("loaded\nloaded\n\n");
  }

  /** What a probe prints; the classes that it loads go to the file. */
  private String probed(Child child, Path classes) {
    return child
        .option("-Xlog:class+load:file=" + classes)
        .option("-Dorg.bytedeco.javacpp.cachedir=" + temp.resolve("cache"))
        .run(Probing.class);
  }

  @Test
  void withoutTheDriversFilesTheProbeLoadsNothing() throws IOException {
    assumeTrue(!new File("/dev/nvidiactl").exists() && !new File("/dev/dxg").exists());
    Path classes = temp.resolve("classes");
    assertThat(probed(Child.onEmulator().option("-Dcarousel.gpu.probe=auto"), classes))
        .isEqualTo(
            "platform linux-x86_64\n"
                + "problem: an NVIDIA driver must be installed, found=none of [/dev/nvidiactl,"
                + " /dev/nvidia0, /dev/dxg, /proc/driver/nvidia/version]; install the driver, or"
                + " let the container see the device; if it has other files here, set"
                + " -Dcarousel.gpu.probe=force\n");
    assertThat(classes)
        .content()
        .contains("] io.carousel.bindings.cuda.CudaProbe ")
        .doesNotContain("] org.bytedeco", "CudaLoader", "CudaProbe$$Lambda", "LibrarySearch ");
    assertThat(temp.resolve("cache")).doesNotExist();
  }

  @Test
  void aProbeThatIsForcedLooksForTheJarsAndLoadsNothing() {
    Path classes = temp.resolve("classes");
    assertThat(probed(Child.onEmulator(), classes))
        .startsWith("platform linux-x86_64\njavacpp: ")
        .contains("\ncuda: ")
        .hasLineCount(3);
    assertThat(classes)
        .content()
        .contains("LibrarySearch ")
        .doesNotContain("] org.bytedeco", "CudaLoader", "LibrarySearch$$Lambda");
    assertThat(temp.resolve("cache")).doesNotExist();
  }

  @Test
  void withoutTheJarOfThePresetItIsNamed() {
    Child child =
        Child.onEmulator().without("/cuda-13.1-9.19-1.5.13.jar").option("-Djava.library.path=/no");
    assertFailure(
        child,
        "cuda must have its Java classes on the class path,"
            + " missing=org/bytedeco/cuda/presets/cudart.class in the class path ("
            + child.folders()
            + ") and java.library.path (/no); add org.bytedeco:cuda\n");
  }

  @Test
  void withoutTheNativesOfThePresetTheyAreNamed() {
    Child child =
        Child.onEmulator().without("1.5.13-linux-x86_64.jar").option("-Djava.library.path=/no");
    assertFailure(
        child,
        "javacpp must have its native library on the class path, platform=linux-x86_64,"
            + " missing=org/bytedeco/javacpp/linux-x86_64/libjnijavacpp.so in the class path ("
            + child.folders()
            + ") and java.library.path (/no);"
            + " add org.bytedeco:javacpp:1.5.13 with classifier linux-x86_64\n");
    child = Child.onEmulator().without("/cuda-13.1-9.19-1.5.13-linux-x86_64.jar");
    child.option("-Djava.library.path=/no");
    assertFailure(
        child,
        "cuda must have its native library on the class path, platform=linux-x86_64,"
            + " missing=org/bytedeco/cuda/linux-x86_64/libjnicudart.so in the class path ("
            + child.folders()
            + ") and java.library.path (/no);"
            + " add org.bytedeco:cuda:13.1-9.19-1.5.13 with classifier linux-x86_64\n");
  }

  @Test
  void aPlatformThatCudaIsNotForIsNamed() {
    assertFailure(
        Child.onEmulator().option("-Dorg.bytedeco.javacpp.platform=macosx-arm64"),
        "CUDA's platform must be one of [linux-x86_64, linux-arm64, windows-x86_64],"
            + " platform=macosx-arm64; use another backend\n");
  }

  @Test
  void withoutADriverItIsNamed() throws IOException {
    assumeNotInstalled("libcuda.so.1");
    assertFailure(
        on(without("libcuda.so")),
        "an NVIDIA driver must be installed, missing=libcuda.so.1;"
            + " install the driver, or start the container with access to the device\n");
  }

  @Test
  void withoutTheCompilerItIsNamed() throws IOException {
    assumeNotInstalled("libnvrtc.so.13");
    assertFailure(
        on(without("libnvrtc")),
        "CUDA 13 must be installed, missing=libnvrtc.so.13;"
            + " install CUDA 13's run-time libraries, or name their folders by "
            + PLACES);
  }

  @Test
  void withoutCudnnItIsNamed() throws IOException {
    assumeNotInstalled("libcudnn_cnn.so.9");
    assertFailure(
        on(without("libcudnn")),
        "cuDNN 9 must be installed, missing=libcudnn_cnn.so.9;"
            + " install cuDNN 9 for CUDA 13, or name its folder by "
            + PLACES);
  }

  @Test
  void anotherReleaseOfCudnnIsNamedToo() throws IOException {
    assumeNotInstalled("libcudnn_cnn.so.9");
    Path folder = without("libcudnn");
    Path old = Files.createFile(folder.resolve("libcudnn.so.8"));
    assertFailure(
        on(folder),
        "cuDNN 9 must be installed, missing=libcudnn_cnn.so.9, found="
            + old
            + "; install cuDNN 9 for CUDA 13, or name its folder by "
            + PLACES);
  }

  @Test
  void aCudnnThatSaysItIsOldIsRefused() {
    assertFailure(
        Child.onEmulator().variable("CAROUSEL_EMULATOR_CUDNN", "8907"),
        "cuDNN must have major version 9, version=8.9.7; install cuDNN 9 for CUDA 13\n");
  }

  @Test
  void aDriverThatIsTooOldIsRefusedWithBothVersions() {
    assertFailure(
        Child.onEmulator().variable("CAROUSEL_EMULATOR_DRIVER", "12080"),
        "the NVIDIA driver must be for CUDA 13.0 or newer, driver=12.8, runtime=13.0;"
            + " update the driver\n");
  }

  @Test
  void anotherRunTimeIsRefused() {
    assertFailure(
        Child.onEmulator().variable("CAROUSEL_EMULATOR_RUNTIME", "12060"),
        "CUDA's run time must have major version 13, version=12.6; install CUDA 13\n");
  }

  @Test
  void withoutADeviceItIsSaid() {
    assertFailure(
        Child.onEmulator()
            .variable("CAROUSEL_EMULATOR_DEVICES", "0")
            .variable("CUDA_VISIBLE_DEVICES", "-1"),
        "a CUDA device must be visible, status=cudaErrorNoDevice, CUDA_VISIBLE_DEVICES=-1;"
            + " use another backend, or let this process see a device\n");
  }
}
