package io.carousel.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script for PyTorch, as far as it goes where there may be none. */
class TorchScriptTest {
  private static final String PYTHON = "python3";

  @TempDir private Path temp;

  @BeforeAll
  static void assumePython() throws Exception {
    boolean there;
    try {
      there = run(PYTHON, "--version") == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, PYTHON + " is not installed");
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  @Test
  void itIsPython() throws Exception {
    Path script = temp.resolve("torch_steps.py");
    Files.write(script, LineProcess.script());
    assertThat(run(PYTHON, "-m", "py_compile", script.toString())).isZero();
    Files.writeString(script, "\n    def", StandardOpenOption.APPEND);
    assertThat(new ProcessBuilder(PYTHON, "-m", "py_compile", script.toString()).start().waitFor())
        .isNotZero();
  }

  @Test
  void itSaysWhetherThereIsPyTorch() throws IOException {
    TorchSide.Found found = TorchSide.meet(LineProcess.torch(PYTHON, "cpu"));
    assertThat(found.description())
        .matches("PyTorch .* on the CPU, \\d+ threads|ModuleNotFoundError: .*|ImportError: .*");
    assertThat(found.side().isPresent()).isEqualTo(found.description().startsWith("PyTorch"));
    found.side().ifPresent(Side::close);
  }
}
