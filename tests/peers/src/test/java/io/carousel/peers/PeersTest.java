package io.carousel.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way at a tiny shape, with all three systems. */
class PeersTest {
  @TempDir private Path folder;

  @Test
  void allPeersAgreeAndAreTimed() throws IOException {
    Path out = folder.resolve("peers.json");
    int code =
        Peers.commandLine()
            .execute("--shapes", "5,3,4,6", "--threads", "1", "--rounds", "1", "--out", "" + out);
    assertThat(code).isZero();
    JsonNode shape = new ObjectMapper().readTree(out.toFile()).get("shapes").get(0);
    assertThat(shape.get("shape").asText()).isEqualTo("5,3,4,6");
    for (String name :
        new String[] {
          "carouselStepMs",
          "libtorchStepMs",
          "stepRatio",
          "carouselInferMs",
          "libtorchInferMs",
          "ortInferMs",
          "inferRatio",
          "peakGflops",
          "stepPeakShare",
          "inferPeakShare"
        }) {
      assertThat(shape.get(name).asDouble()).as(name).isPositive();
    }
  }

  @Test
  void badOptionsAreExplained() {
    StringWriter said = new StringWriter();
    int code =
        Peers.commandLine().setErr(new PrintWriter(said)).execute("--rounds", "0", "--profile");
    assertThat(code).isEqualTo(1);
    assertThat(said.toString()).isEqualToIgnoringNewLines("rounds must be positive, rounds=0");
  }

  @Test
  void statistics() {
    assertThat(Statistic.MEDIAN.of(3, 1, 2)).isEqualTo(2);
    assertThat(Statistic.MEDIAN.of(4, 1, 2, 3)).isEqualTo(2.5);
    assertThat(Statistic.BEST.of(3, 1, 2)).isEqualTo(1);
  }
}
