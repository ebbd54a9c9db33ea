package io.carousel.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.benchmarks.Shape;
import io.carousel.spi.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuArgumentsTest {
  @Test
  void withoutOptionsAllSetsRunOnTheGpuBesidePyTorch() {
    GpuArguments given = GpuArguments.parse();
    assertThat(given.backend()).isEqualTo("gpu");
    assertThat(given.python()).isEqualTo("python3");
    assertThat(given.rounds()).isEqualTo(new Rounds(5, 150));
    assertThat(given.seconds()).isEqualTo(540);
    assertThat(given.json()).isEqualTo(Path.of("gpu.json"));
    assertThat(given.cases()).hasSize(3 + 3 + 8 * 2 + 22 * 2);
    assertThat(given.cases().get(0))
        .isEqualTo(new StepCase(new Shape(1024, 16, 768, 768), Precision.FP16, Part.FORWARD));
    assertThat(given.cases().get(3)).hasToString("48,32,8,64 strict step");
  }

  @Test
  void deepBenchHasItsTwentyTwoShapes() {
    assertThat(GpuArguments.parse("--sets", "deepbench", "--precisions", "fp16").cases())
        .hasSize(22)
        .extracting(StepCase::toString)
        .startsWith("25,16,512,512 fp16 step", "25,32,512,512 fp16 step")
        .contains("25,128,4096,4096 fp16 step", "50,8,1536,1536 fp16 step")
        .endsWith("150,64,256,256 fp16 step");
  }

  @Test
  void optionsAreTaken() {
    GpuArguments given =
        GpuArguments.parse(
            ("--backend cpu --shapes 1,2,3,4;5,6,7,8 --parts forward,step --precisions strict,bf16"
                    + " --rounds 3 --turn 20 --seconds 9 --python /p --json x.json")
                .split(" "));
    assertThat(given.backend()).isEqualTo("cpu");
    assertThat(given.rounds()).isEqualTo(new Rounds(3, 20));
    assertThat(given.seconds()).isEqualTo(9);
    assertThat(given.python()).isEqualTo("/p");
    assertThat(given.json()).isEqualTo(Path.of("x.json"));
    assertThat(given.cases())
        .extracting(StepCase::toString)
        .containsExactly(
            "1,2,3,4 strict forward",
            "1,2,3,4 strict step",
            "1,2,3,4 bf16 forward",
            "1,2,3,4 bf16 step",
            "5,6,7,8 strict forward",
            "5,6,7,8 strict step",
            "5,6,7,8 bf16 forward",
            "5,6,7,8 bf16 step");
    assertThat(GpuArguments.parse("--no-torch").python()).isEmpty();
    assertThat(GpuArguments.parse("--shapes", "1,2,3,4").cases())
        .hasToString("[1,2,3,4 strict step]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--frob|1|an option must be known and have its value, option=--frob; see --help",
        "--json||an option must be known and have its value, option=--json; see --help",
        "--sets|tiny|a set must be one of [anchor, small, standard, deepbench], set=tiny",
        "--parts|update|a part must be one of [forward, gradients, step], part=update",
        "--precisions|f64|a precision must be one of [strict, tf32, fp16, bf16], precision=f64",
        "--rounds|0|--rounds must be a number from 1 to 999999, value=0",
        "--turn|1e3|--turn must be a number from 1 to 999999, value=1e3"
      })
  void whatIsWrongIsRefused(String option, String value, String message) {
    String[] words = value == null ? new String[] {option} : new String[] {option, value};
    assertThatThrownBy(() -> GpuArguments.parse(words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
