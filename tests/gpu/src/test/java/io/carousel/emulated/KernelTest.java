package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaFunction;
import io.carousel.bindings.cuda.CudaModule;
import io.carousel.bindings.cuda.KernelArguments;
import io.carousel.bindings.cuda.KernelLaunch;
import io.carousel.bindings.cuda.Nvrtc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnDevice
class KernelTest {
  private static final float[] NUMBERS = new float[1000];

  static {
    for (int i = 0; i < NUMBERS.length; i++) {
      NUMBERS[i] = i - 300;
    }
  }

  @Test
  void argumentsOfEveryKindArrive() {
    try (Rig rig = new Rig()) {
      long x = rig.upload(NUMBERS);
      long y = rig.upload(new float[NUMBERS.length + 24]);
      KernelArguments arguments =
          new KernelArguments().longInteger(1000).real(0.25f).integer(-7).pointer(x).pointer(y);
      try (KernelLaunch launch = rig.kernel("emulatedScale").launch(4, 256, 0, arguments)) {
        launch.run(rig.stream);
        float[] result = rig.floats(y, NUMBERS.length + 24);
        for (int i = 0; i < NUMBERS.length; i++) {
          assertThat(result[i]).isEqualTo(0.5f * NUMBERS[i] - 7);
        }
        assertThat(result[1000]).isZero();
      }
    }
  }

  @Test
  void theDriverTranslatesWhatWasCompiledForAnOlderDevice() {
    try (Rig rig = new Rig()) {
      byte[] intermediate = rig.code("compute_80");
      long x = rig.upload(NUMBERS);
      long y = rig.upload(new float[NUMBERS.length]);
      KernelArguments arguments =
          new KernelArguments().longInteger(1000).real(0.25f).integer(-7).pointer(x).pointer(y);
      CudaModule module = rig.keep(CudaModule.load(intermediate));
      rig.keep(module.function("emulatedScale").launch(4, 256, 0, arguments)).run(rig.stream);
      assertThat(rig.floats(y, NUMBERS.length)).startsWith(0.5f * NUMBERS[0] - 7);
    }
  }

  @Test
  void barriersAndShufflesWork() {
    try (Rig rig = new Rig()) {
      long x = rig.upload(NUMBERS);
      long sums = rig.memory(16);
      long warps = rig.memory(256);
      rig.keep(
              rig.kernel("emulatedSum")
                  .launch(4, 256, 0, new KernelArguments().integer(900).pointer(x).pointer(sums)))
          .run(rig.stream);
      rig.keep(
              rig.kernel("emulatedWarpSum")
                  .launch(1, 64, 0, new KernelArguments().pointer(x).pointer(warps)))
          .run(rig.stream);
      float[] expected = new float[4];
      for (int i = 0; i < 900; i++) {
        expected[i / 256] += NUMBERS[i]; // whole numbers, so that their sums are exact
      }
      assertThat(rig.floats(sums, 4)).containsExactly(expected);
      float[] lanes = rig.floats(warps, 64);
      assertThat(lanes[0]).isEqualTo(31 * 16 - 32 * 300).isEqualTo(lanes[31]);
      assertThat(lanes[32]).isEqualTo(31 * 16 + 32 * 32 - 32 * 300).isEqualTo(lanes[63]);
    }
  }

  @Test
  void aFunctionKnowsItself() {
    try (Rig rig = new Rig()) {
      CudaFunction function = rig.kernel("emulatedScale");
      assertThat(function.name()).isEqualTo("emulatedScale");
      assertThat(function).hasToString("kernel emulatedScale");
      assertThat(function.registers()).isPositive();
      assertThat(function.maxThreads()).isEqualTo(256);
    }
  }

  @Test
  void argumentsMustBeThoseOfTheKernel() {
    try (Rig rig = new Rig()) {
      CudaFunction function = rig.kernel("emulatedScale");
      assertThatThrownBy(
              () ->
                  function.launch(
                      1, 1, 0, new KernelArguments().integer(1).real(1).integer(0).pointer(0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a kernel must get the arguments it declares, kernel=emulatedScale,"
                  + " bytes of parameters=[8, 4, 4, 8, 8], bytes of arguments=[4, 4, 4, 8]");
    }
  }

  @Test
  void sizesMustBePossible() {
    try (Rig rig = new Rig()) {
      CudaFunction function = rig.kernel("emulatedScale");
      assertThatThrownBy(() -> function.launch(1, 257, 0, new KernelArguments()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a launch must have blocks, 1 to 256 threads per block and no negative shared memory,"
                  + " kernel=emulatedScale, blocks=1, threadsPerBlock=257, sharedBytes=0");
    }
  }

  @Test
  void muchSharedMemoryIsAskedFor() {
    try (Rig rig = new Rig()) {
      long x = rig.upload(NUMBERS);
      long y = rig.memory(128);
      KernelArguments arguments = new KernelArguments().pointer(x).pointer(y);
      rig.keep(rig.kernel("emulatedWarpSum").launch(1, 32, 64 << 10, arguments)).run(rig.stream);
      rig.stream.synchronize();
      assertThatThrownBy(() -> rig.kernel("emulatedWarpSum").launch(1, 32, 1 << 20, arguments))
          .isInstanceOf(NativeCallException.class)
          .hasMessage(
              "cuFuncSetAttribute returned CUDA_ERROR_INVALID_VALUE (1)"
                  + " for emulatedWarpSum with 1048576 bytes of shared memory");
    }
  }

  @Test
  void aKernelThatIsNotThereIsNamed() {
    try (Rig rig = new Rig()) {
      assertThatThrownBy(() -> rig.kernel("nothing"))
          .isInstanceOf(NativeCallException.class)
          .hasMessage("cuModuleGetFunction returned CUDA_ERROR_NOT_FOUND (500) for nothing");
    }
  }

  @Test
  void whatIsNoMachineCodeIsRefused() {
    try (Rig rig = new Rig()) {
      assertThat(rig.device.index()).isZero();
      assertThatThrownBy(() -> CudaModule.load(new byte[] {'n', 'o', 0}))
          .isInstanceOf(NativeCallException.class)
          .hasMessage(
              "cuModuleLoadData returned CUDA_ERROR_INVALID_IMAGE (200) for CUDA module of 3"
                  + " bytes");
    }
  }

  @Test
  @Emulated
  void machineCodeForAnotherDeviceIsRefused() {
    try (Rig rig = new Rig()) {
      byte[] code = rig.code();
      try (Emulator.Settings other = Emulator.with("ARCHITECTURE=80")) {
        assertThatThrownBy(() -> CudaModule.load(code))
            .isInstanceOf(NativeCallException.class)
            .hasMessageStartingWith(
                "cuModuleLoadData returned CUDA_ERROR_NO_BINARY_FOR_GPU (209) for CUDA module of ");
        assertThat(other).isNotNull();
      }
    }
  }

  @Test
  void launchingFromAClosedModuleIsAnError() {
    try (Rig rig = new Rig()) {
      CudaModule module = CudaModule.load(rig.code());
      CudaFunction function = module.function("emulatedWarpSum");
      KernelLaunch launch =
          rig.keep(function.launch(1, 32, 0, new KernelArguments().pointer(0).pointer(0)));
      module.close();
      assertThatThrownBy(() -> launch.run(rig.stream))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith(" bytes must be open, state=closed; use it before close()");
    }
  }

  @Test
  void theCompilersLogIsInTheMessage() {
    try (Rig rig = new Rig()) {
      List<String> options = List.of("--gpu-architecture=" + rig.device.architecture());
      assertThatThrownBy(() -> Nvrtc.compile("bad.cu", "\n#error no kernel\n", Map.of(), options))
          .isInstanceOfSatisfying(
              NativeCallException.class,
              e -> {
                assertThat(e.call()).isEqualTo("nvrtcCompileProgram");
                assertThat(e.code()).isEqualTo(6);
                assertThat(e.status()).isEmpty();
              })
          .hasMessageStartingWith(
              "nvrtcCompileProgram returned NVRTC_ERROR_COMPILATION (6) for bad.cu: bad.cu(2): ")
          .hasMessageContaining("no kernel");
      assertThatThrownBy(
              () -> Nvrtc.compile("tests.cu", Rig.resource("tests.cu"), Map.of(), options))
          .hasMessageContaining("numbers.cuh");
      assertThat(Nvrtc.version()).startsWith("13.");
    }
  }

  @Test
  @Emulated
  void theCompilerCanBeToldToRefuse() {
    try (Rig rig = new Rig();
        Emulator.Settings refusing = Emulator.with("COMPILE=fail")) {
      assertThatThrownBy(rig::code)
          .hasMessage(
              "nvrtcCompileProgram returned NVRTC_ERROR_COMPILATION (6) for tests.cu:"
                  + " tests.cu(1): error: the emulator was told to refuse");
      assertThat(refusing).isNotNull();
    }
  }

  @Test
  @Emulated
  void barriersThatNotAllThreadsReachAreFound() {
    assertThat(Child.onEmulator().run(Failing.class, "divergence"))
        .contains(
            "[emulator] emulatedDivergence: a barrier must be reached by all its threads, block=0,"
                + " atBlockBarrier=32, atWarpBarrier=0, ended=32",
            "cudaStreamSynchronize returned cudaErrorLaunchFailure (719) for CUDA stream");
  }

  @Test
  @Emulated
  void memoryThatWasFreedIsFound() {
    assertThat(Child.onEmulator().run(Failing.class, "freed"))
        .contains(
            "[emulator] emulatedWarpSum: argument 0 is ",
            "cudaStreamSynchronize returned cudaErrorIllegalAddress (700) for CUDA stream");
  }

  /** After such errors a device is of no use any more, so they have a process of their own. */
  static final class Failing {
    private Failing() {}

    public static void main(String[] arguments) {
      try (Rig rig = new Rig()) {
        long y = rig.memory(256);
        KernelArguments one = new KernelArguments().pointer(y);
        KernelArguments freed = new KernelArguments().pointer(y + (1L << 30)).pointer(y);
        KernelLaunch launch =
            arguments[0].equals("freed")
                ? rig.kernel("emulatedWarpSum").launch(1, 32, 0, freed)
                : rig.kernel("emulatedDivergence").launch(1, 64, 0, one);
        rig.keep(launch).run(rig.stream);
        rig.stream.synchronize();
      } catch (NativeCallException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
