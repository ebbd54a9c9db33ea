package io.carousel.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carousel.Backends;
import io.carousel.spi.Availability;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program on backends that are everywhere. */
class GpuStepsTest {
  private static final String TINY = "--shapes 5,4,3,6 --parts forward,gradients,step --turn 2";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @TempDir private Path temp;

  private int run(String options, String... more) {
    List<String> words = new ArrayList<>(List.of(options.split(" ", -1)));
    words.addAll(List.of(more));
    return GpuSteps.run(stream(out), stream(errors), words.toArray(new String[0]));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean available(String backend) {
    return Backends.found().stream()
        .anyMatch(
            found ->
                found.name().equals(backend)
                    && found.availability() instanceof Availability.Available);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void allPartsAreMeasuredAndWritten(String backend) throws IOException {
    assumeTrue(available(backend), "backend " + backend + " is not available");
    Path json = temp.resolve("gpu.json");
    int status =
        run(TINY + " --no-torch --rounds 2 --backend " + backend, "--json", json.toString());
    assertThat(text(errors)).isEmpty();
    assertThat(status).isZero();
    assertThat(text(out).lines())
        .hasSize(9)
        .startsWith(Backends.named(backend).describe(), "no PyTorch: not wanted")
        .endsWith("PyTorch was not measured.", "all in " + json);
    JsonNode cases = new ObjectMapper().readTree(json.toFile()).get("cases");
    assertThat(cases).hasSize(3);
    double gradients = cases.get(1).at("/checks/carousel/0").asDouble();
    double first = cases.get(2).at("/checks/carousel/0").asDouble();
    double second = cases.get(2).at("/checks/carousel/1").asDouble();
    assertThat(first).isEqualTo(gradients);
    assertThat(second).as("a step must lessen the loss").isLessThan(first).isPositive();
    assertThat(cases)
        .allSatisfy(
            one -> {
              assertThat(one.at("/milliseconds/carousel/median").asDouble()).isPositive();
              assertThat(one.at("/milliseconds/carousel/rounds")).hasSize(2);
              assertThat(one.get("agree").asBoolean()).isTrue();
            });
  }

  @Test
  void whoeverHasNoTimeIsToldWhatIsLeftOut() {
    Path json = temp.resolve("gpu.json");
    int status =
        run(
            "--backend reference --no-torch --seconds 0 --shapes 5,4,3,6",
            "--json",
            json.toString());
    assertThat(status).isOne();
    assertThat(text(out))
        .contains("5,4,3,6            strict step             | not begun within 0 s");
  }

  @Test
  void aCaseThatFailsDoesNotCostTheOthers() {
    Path json = temp.resolve("gpu.json");
    String huge = "--shapes 60000,60000,9,6;5,4,3,6 --backend reference --rounds 1 --turn 1";
    assertThat(run(huge + " --no-torch", "--json", json.toString())).isOne();
    assertThat(text(out)).contains("60000,60000,9,6    strict step             | failed: ");
    assertThat(text(out).lines().filter(line -> line.startsWith("5,4,3,6 "))).hasSize(1);
  }

  @Test
  void withoutAGpuOneLineSaysWhy() {
    assumeTrue(!available("gpu"), "there is a GPU");
    assertThat(run("--no-torch")).isOne();
    assertThat(text(out)).isEmpty();
    assertThat(text(errors).lines()).hasSize(1);
    assertThat(text(errors))
        .startsWith("error: backend gpu was required (carousel.backend=gpu) but is unavailable: ");
  }

  @Test
  void withoutPythonCarouselRunsAlone() {
    Path json = temp.resolve("gpu.json");
    int status =
        run(
            TINY + " --backend reference --rounds 1 --python /no/such/python",
            "--json",
            json.toString());
    assertThat(status).isZero();
    assertThat(text(out)).contains("no PyTorch: Cannot run program \"/no/such/python\"");
  }

  @Test
  void helpAndMistakesAreAnswered() {
    assertThat(run("--frob 1 --help")).isZero();
    assertThat(text(out)).isEqualTo(GpuArguments.HELP);
    assertThat(run("--frob 1")).isEqualTo(2);
    assertThat(text(errors).strip())
        .isEqualTo("error: an option must be known and have its value, option=--frob; see --help");
  }
}
