package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carousel.Backends;
import io.carousel.error.UnsupportedSpecException;
import io.carousel.model.InitialWeights;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How cuDNN's algorithm is chosen: one that fails or computes something else is not taken, and is
 * no failure.
 */
@Emulated
class BackendAlgorithmsTest {
  private static final String ALGORITHMS = "carousel.gpu.algorithms";
  private static final String CACHE = "carousel.cache";
  private static final String KEEP = "carousel.gpu.cache";
  private static final NetworkSpec NETWORK = NetworkSpec.input(3).lstm(4);

  @TempDir private Path folder;

  @AfterEach
  void asBefore() {
    System.clearProperty(ALGORITHMS);
    System.clearProperty(CACHE);
    System.setProperty(KEEP, "off");
  }

  /** What a plan says of its one layer, and the output of a run. */
  private record Planned(String explanation, List<Float> output) {}

  private static Planned plan(Precision precision) {
    PlanShape shape = new PlanShape(5, 2, false, false, precision);
    try (Backend backend = Backends.named("gpu");
        Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), false, 0)) {
      parameters.write(Parameters.Block.WEIGHTS, InitialWeights.of(NETWORK, 1));
      Program program = Program.inference(NETWORK);
      try (NetworkPlan plan = Planner.plan(backend, parameters, program, shape, Mode.INFERENCE)) {
        for (int i = 0; i < plan.staging(0).features().capacity(); i++) {
          plan.staging(0).features().put(i, i % 7 - 3);
        }
        plan.run(0, null);
        float[] output = new float[plan.outputSize()];
        plan.plan().output(output);
        return new Planned(plan.explain(), asList(output));
      }
    }
  }

  private static List<Float> asList(float[] numbers) {
    List<Float> list = new ArrayList<>();
    for (float number : numbers) {
      list.add(number);
    }
    return list;
  }

  @Test
  void strictTakesStandardUnlessOthersAreNamed() {
    assertThat(plan(Precision.STRICT).explanation())
        .contains("cuDNN 9.19.0 STANDARD (the others are not asked for), float32;");
    System.setProperty(ALGORITHMS, "small_h");
    assertThat(plan(Precision.STRICT).explanation())
        .containsPattern(
            "STANDARD took [0-9.]+ ms; SMALL_H took [0-9.]+ ms, [0-9.e+-]+ from it\\)");
  }

  @Test
  void standardAloneCanBeAskedFor() {
    System.setProperty(ALGORITHMS, "standard");
    assertThat(plan(Precision.TF32).explanation())
        .contains("cuDNN 9.19.0 STANDARD (the others are not asked for), tf32;");
  }

  @Test
  void othersAreComparedWithStandardAndWhatIsRefusedIsNoted() {
    Planned standard = plan(Precision.STRICT);
    Planned chosen = plan(Precision.TF32);
    assertThat(chosen.explanation())
        .contains("PERSIST_STATIC refused: cudnnGetRNNTempSpaceSizes returned")
        .containsPattern("SMALL_H took [0-9.]+ ms, [0-9.e+-]+ from it")
        .doesNotContain("PERSIST_DYNAMIC");
    // The trial's random numbers have left nothing behind.
    for (int i = 0; i < standard.output().size(); i++) {
      assertThat(chosen.output().get(i)).isCloseTo(standard.output().get(i), within(1e-3f));
    }
  }

  @Test
  void oneThatComputesSomethingElseIsNotTaken() {
    try (Emulator.Settings wrong = Emulator.with("ALGORITHMS=wrong")) {
      assertThat(wrong).isNotNull();
      assertThat(plan(Precision.TF32).explanation())
          .contains("cuDNN 9.19.0 STANDARD (")
          .containsPattern("SMALL_H took [0-9.]+ ms, 1.0e-01 from it, which is too far\\)");
    }
  }

  @Test
  void oneThatFailsWithAnyStatusIsNotTaken() {
    try (Emulator.Settings failing = Emulator.with("ALGORITHMS=fail")) {
      assertThat(failing).isNotNull();
      assertThat(plan(Precision.TF32).explanation())
          .contains("cuDNN 9.19.0 STANDARD (")
          .contains(
              "SMALL_H refused: cudnnRNNForward returned CUDNN_STATUS_EXECUTION_FAILED (5000) for"
                  + " lstm T=5 N=2 I=3 H=4 f32 small_h tf32 inference:"
                  + " the emulator was told to fail)");
    }
  }

  @Test
  void whatWasChosenIsRememberedAndForgottenWhenItFails() throws IOException {
    Path kept = keep();
    plan(Precision.TF32);
    Path file = kept.resolve("algorithms.properties");
    Properties choices = read(file);
    assertThat(choices).hasSize(1);
    String shape = choices.stringPropertyNames().iterator().next();
    assertThat(shape).endsWith(" cuDNN 9.19.0 lstm T=5 N=2 I=3 H=4 f32 standard tf32 inference");
    write(file, shape, "STANDARD");
    assertThat(plan(Precision.TF32).explanation())
        .contains("cuDNN 9.19.0 STANDARD (measured fastest before), tf32;");
    write(file, shape, "SMALL_H");
    assertThat(plan(Precision.TF32).explanation())
        .contains("cuDNN 9.19.0 SMALL_H (measured fastest before), tf32;");
    try (Emulator.Settings failing = Emulator.with("ALGORITHMS=fail")) {
      assertThat(failing).isNotNull();
      assertThat(plan(Precision.TF32).explanation())
          .contains("cuDNN 9.19.0 STANDARD (SMALL_H refused: cudnnRNNForward returned");
    }
    assertThat(read(file)).isEmpty();
  }

  /** Keeps what is found out, in the test's folder. */
  private Path keep() {
    System.setProperty(CACHE, folder.toString());
    System.setProperty(KEEP, "on");
    return folder.resolve("carousel").resolve("gpu");
  }

  private static void write(Path file, String shape, String choice) throws IOException {
    Properties properties = new Properties();
    properties.setProperty(shape, choice);
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties;
  }

  @Test
  void whatIsNoAlgorithmIsRefusedBeforeAnythingIsOpened() {
    System.setProperty(ALGORITHMS, "standard,fast");
    assertThatThrownBy(() -> Backends.named("gpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "carousel.gpu.algorithms must list some of [standard, persist_static, persist_dynamic,"
                + " small_h], carousel.gpu.algorithms=standard,fast; separate them by commas, or"
                + " leave it out");
  }

  @Test
  void bfloat16NeedsCudnnThatKnowsIt() {
    try (Emulator.Settings old = Emulator.with("CUDNN=91200")) {
      assertThat(old).isNotNull();
      assertThatThrownBy(() -> plan(Precision.BF16))
          .isInstanceOf(UnsupportedSpecException.class)
          .hasMessage(
              "gpu cannot run layer 0 (lstm, hidden=4): recurrent layers in bf16 need cuDNN 9.13"
                  + " or newer, cudnn=9.12.0; install a newer cuDNN, or take another precision");
      assertThat(plan(Precision.FP16).output()).doesNotContain(Float.NaN);
    }
  }

  @Test
  void whereTheDeviceIsNewerThanTheCompilerTheDriverTranslates() throws IOException {
    Path kept = keep();
    try (Emulator.Settings old = Emulator.with("COMPILER_ARCHITECTURES=75 80 120")) {
      assertThat(old).isNotNull();
      assertThat(plan(Precision.STRICT).output()).doesNotContain(Float.NaN);
    }
    try (var files = Files.list(kept)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .singleElement()
          .asString()
          .startsWith("kernels-compute_80-");
    }
  }
}
