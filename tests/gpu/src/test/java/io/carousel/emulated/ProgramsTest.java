package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The programs that are run on a device by themselves, as far as pretend libraries go. */
@Emulated
class ProgramsTest {
  private static String run(Class<?> main) {
    return Child.onEmulator()
        .option("-Dcarousel.gpu.cache=off")
        .variable("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        .run(main);
  }

  @Test
  void firstCallsAreTimedUpToTheFourthStep() {
    assertThat(run(FirstCalls.class))
        .containsPattern("probe: [\\d.]+ ms\n")
        .containsPattern("load the libraries: [\\d.]+ ms\n")
        .contains("\nlibcudnn_adv 9.19.0: ")
        .containsPattern("fourth step: [\\d.]+ ms\n")
        .containsPattern("memory of the device: \\d+ MiB free, -?\\d+ MiB less than before\n")
        .contains("cuDNN 9.19.0 ")
        .containsPattern("open the backend again: [\\d.]+ ms\n$");
  }

  @Test
  void emptySequencesAreTriedOut() {
    assertThat(run(ZeroLengths.class))
        .startsWith(
            "lengths [4, 4, 4]: forward 0, backward data 0, backward weights 0, end 0\n"
                + "lengths [4, 0, 2]: ")
        .contains("\nlengths [0, 0, 0]: ");
  }
}
