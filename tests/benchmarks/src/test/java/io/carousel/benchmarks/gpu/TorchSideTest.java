package io.carousel.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.benchmarks.Shape;
import io.carousel.spi.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said to the script and what is made of its answers, with an actor in its place. */
class TorchSideTest {
  private static final StepCase CASE =
      new StepCase(new Shape(7, 4, 5, 6), Precision.TF32, Part.STEP);

  /** Says who it is, then answers; a load that it did not expect is an error. */
  static final class Actor {
    private static final String LOAD =
        "{\"do\":\"load\",\"steps\":7,\"sequences\":4,\"inputs\":5,\"hidden\":6,"
            + "\"precision\":\"TF32\",\"part\":\"STEP\",\"rate\":1.0E-4,\"norm\":1.0}";

    private Actor() {}

    public static void main(String[] words) throws IOException {
      System.out.println(words[0].replace('\'', '"'));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(LOAD)) {
          System.out.println(
              "{\"ways\": [\"eager\", \"fused\"], \"checks\": {\"eager\": [0.5, 0.25], \"fused\":"
                  + " [0.5, 0.125]}, \"refused\": {\"graph\": \"no CUDA\"}}");
        } else if (line.equals("{\"do\":\"time\",\"way\":\"fused\",\"count\":8}")) {
          System.out.println("{\"milliseconds\": 12.5}");
        } else {
          System.out.println("{\"error\": \"ValueError: not expected\"}");
        }
      }
    }
  }

  private static TorchSide.Found meet(String hello) throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    return TorchSide.meet(
        LineProcess.start(
            java, "-cp", System.getProperty("java.class.path"), Actor.class.getName(), hello));
  }

  @Test
  void aCaseIsLoadedAndTimed() throws IOException {
    TorchSide.Found found = meet("{'torch': 'PyTorch 2'}");
    assertThat(found.description()).isEqualTo("PyTorch 2");
    try (Side side = found.side().orElseThrow()) {
      assertThat(side.describe()).isEqualTo("PyTorch 2");
      Side.Loaded loaded = side.load(CASE);
      assertThat(loaded.contenders()).extracting(Contender::name).containsExactly("eager", "fused");
      assertThat(loaded.checks().get("fused")).containsExactly(0.5, 0.125);
      assertThat(loaded.notes()).isEqualTo("graph refused: no CUDA");
      assertThat(loaded.contenders().get(1).milliseconds(8)).isEqualTo(12.5);
      assertThatThrownBy(() -> loaded.contenders().get(0).milliseconds(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "PyTorch failed, command={\"do\":\"time\",\"way\":\"eager\",\"count\":1}:"
                  + " ValueError: not expected");
    }
  }

  @Test
  void whereItIsMissingItSaysWhy() throws IOException {
    assertThat(meet("{'missing': 'no torch'}"))
        .isEqualTo(new TorchSide.Found(Optional.empty(), "no torch"));
  }

  @Test
  void whatIsNoAnswerIsAnError() {
    assertThatThrownBy(() -> meet("hello"))
        .hasMessage("PyTorch's process must answer in JSON, line=hello; see its messages above");
  }

  @Test
  void aProcessThatEndsIsAnError() throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    LineProcess ended = LineProcess.start(java, "-version");
    assertThatThrownBy(() -> TorchSide.meet(ended))
        .hasMessage("PyTorch's process must answer but ended; see its messages above");
  }
}
