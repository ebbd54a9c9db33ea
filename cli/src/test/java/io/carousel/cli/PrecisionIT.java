package io.carousel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carousel.cli.Carousel.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of precision and device, where there is none to make. */
class PrecisionIT {
  private static final String TRAIN =
      "train forecast --data series.csv --target a --window 5 --hidden 4 --epochs 1 --out o";
  private static final String REASON =
      "cpu computes in float32 only, precision=fp16; use precision strict, or backend gpu";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() {
    Samples.writeAll(folder);
  }

  private Ended run(String command) {
    return Carousel.run(folder, command.split(" "));
  }

  private void assumeCpu() {
    assumeTrue(run("backends").out().contains("cpu        available"));
  }

  @Test
  void theReferenceRunsEveryPrecisionAndSaysSo() throws IOException {
    Ended ended = run(TRAIN + " --backend reference --precision bf16 --device 1");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("reference has one device, device=1 has no effect\n")
        .contains("reference computes in double precision, precision=bf16 asks for less\n")
        .contains(" parameters, precision bf16, files in o\n")
        .doesNotContain("skipped");
    JsonNode options =
        new ObjectMapper().readTree(Carousel.read(folder.resolve("o/metrics.json"))).get("options");
    assertThat(options.get("precision").asText()).isEqualTo("bf16");
    assertThat(options.get("device").asInt()).isEqualTo(1);
    Ended resumed = run(TRAIN + " --backend reference --resume --precision strict");
    assertThat(resumed.exitCode()).isEqualTo(2);
    assertThat(resumed.errors())
        .containsExactly(
            "a run must be resumed in the precision of its checkpoint, checkpoint=bf16,"
                + " now=strict; use precision bf16");
    String use = " --model o/model.safetensors --data series.csv --backend reference --precision ";
    Ended predicted = run("predict" + use + "fp16");
    assertThat(predicted.exitCode()).as(predicted.err()).isZero();
    assertThat(predicted.err())
        .contains("reference computes in double precision, precision=fp16 asks for less\n");
    assertThat(run("evaluate" + use + "half").errors())
        .containsExactly(
            "precision must be one of [strict, tf32, fp16, bf16], precision=half; choose one of"
                + " them, in lower case");
  }

  @Test
  void theCpuRefusesAllButStrict() {
    assumeCpu();
    Ended ended = run(TRAIN + " --backend cpu --precision fp16");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.errors())
        .containsExactly("cpu cannot run layer 0 (lstm, hidden=4): " + REASON);
    assertThat(folder.resolve("o/model.safetensors")).doesNotExist();
  }

  /** Nothing was compared, so nothing has passed. */
  @Test
  void aRefusedPrecisionFailsTheComparison() throws IOException {
    assumeCpu();
    Ended parity = run("parity --backend cpu --precision fp16");
    assertThat(parity.exitCode()).isEqualTo(1);
    assertThat(parity.out())
        .containsPattern("cpu: .*, fp16: 0 comparisons in 0 cases, 0 disagree, 1 cases refused")
        .contains("tolerance in fp16: ")
        .contains("refused: cpu cannot run layer 0 (lstm, hidden=1): " + REASON);
    JsonNode json =
        new ObjectMapper()
            .readTree(run("parity --backend cpu --precision fp16 --json --quiet").out());
    assertThat(json.get("precision").asText()).isEqualTo("fp16");
    assertThat(json.get("agrees").asBoolean()).isFalse();
    assertThat(json.get("refused").get(0).asText()).endsWith(REASON);
  }

  @Test
  void comparesInAPrecisionWithItsOwnTolerance() {
    Ended parity = run("parity --backend reference --precision bf16 --rows 1");
    assertThat(parity.exitCode()).as(parity.err()).isZero();
    assertThat(parity.err()).contains("comparing reference with the reference in bf16\n");
    assertThat(parity.out())
        .contains(
            "tolerance in bf16: 8 eps ceil(log2(K T)), eps = 2^-23, and for matrix products"
                + " 3 u sqrt(1 + 0.3 (T - 1)), u = 2^-8; twice that for gradients\n");
  }
}
