package io.carousel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.carousel.cli.Carousel.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command says of itself. */
class HelpIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train ",
        "train forecast ",
        "train classify ",
        "train language ",
        "evaluate ",
        "predict ",
        "generate ",
        "inspect ",
        "backends ",
        "parity ",
        "demo "
      })
  void showsHelpWithExamples(String command) {
    Ended ended = Carousel.run(folder, (command + "--help").split(" "));
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .startsWith("Usage: carousel " + command)
        .contains("Examples:\n  carousel " + command.stripTrailing())
        .doesNotContain("\u001b");
    assertThat(ended.out().lines()).allMatch(line -> line.length() < 100);
  }

  @Test
  void listsTheBackends() throws IOException {
    assertThat(Carousel.run(folder, "backends").out())
        .matches(
            """
            gpu        (available: cuDNN, cuBLAS and own kernels on an NVIDIA device|unavailable: .*)
            cpu        (available: oneDNN and own kernels, float32, all cores|unavailable: .*)
            reference  available: pure Java, double precision, one thread
            """);
    String json = Carousel.run(folder, "backends", "--json").out();
    assertThat(new ObjectMapper().readTree(json).get(2).get("available").asBoolean()).isTrue();
  }

  /** The reference agrees with itself; the other backends have the parity suite's own tests. */
  @Test
  void comparesABackendWithTheReference() {
    Ended parity = Carousel.run(folder, "parity", "--backend", "reference", "--rows", "2");
    assertThat(parity.exitCode()).as(parity.err()).isZero();
    assertThat(parity.out())
        .containsPattern("reference: .*: \\d+ comparisons in \\d+ cases, 0 disagree")
        .contains("... and ");
  }

  @Test
  void saysItsVersion() {
    assertThat(Carousel.run(folder, "--version").out()).startsWith("carousel 0.");
  }
}
