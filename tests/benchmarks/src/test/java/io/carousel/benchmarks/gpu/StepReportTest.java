package io.carousel.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.benchmarks.Shape;
import io.carousel.spi.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepReportTest {
  private static final StepCase STEP =
      new StepCase(new Shape(100, 32, 64, 128), Precision.TF32, Part.STEP);
  private static final StepCase FORWARD =
      new StepCase(new Shape(1024, 16, 768, 768), Precision.FP16, Part.FORWARD);

  @TempDir private Path temp;

  private static Timing time(double median) {
    return new Timing(median, median / 2, List.of(median, median, median / 2));
  }

  private static CaseResult measured(StepCase wanted, String... ways) {
    Map<String, Timing> timings = new LinkedHashMap<>();
    timings.put("carousel", time(0.5));
    Map<String, double[]> checks = new LinkedHashMap<>();
    checks.put("carousel", new double[] {0.25, 0.125});
    double next = 1;
    for (String way : ways) {
      timings.put(way, time(next));
      next -= 0.125;
    }
    return CaseResult.of(wanted, timings, checks, ways.length != 2, "layer 0: cuDNN", null);
  }

  @Test
  void rowsStandBelowTheirHeader() {
    String text =
        String.join(
            "\n",
            StepTable.header(),
            StepTable.row(measured(STEP, "eager", "fused", "graph")),
            StepTable.row(measured(FORWARD, "eager", "resident")),
            StepTable.row(measured(STEP)),
            StepTable.row(CaseResult.failed(STEP, "failed: too large")));
    assertThat(text.replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
                                                       | Carousel          | PyTorch, median ms
            T,N,I,H                   part             |   median    least |    eager    fused    graph resident |   eager/    best/
            100,32,64,128      tf32   step             |    0.500    0.250 |    1.000    0.875    0.750        - |    2.000    1.500
            1024,16,768,768    fp16   forward          |    0.500    0.250 |    1.000        -        -    0.875 |    2.000    2.000  RESULTS DIFFER
            100,32,64,128      tf32   step             |    0.500    0.250 |        -        -        -        - |        -        -
            100,32,64,128      tf32   step             | failed: too large\
            """);
  }

  @Test
  void theLegendTellsWhetherPyTorchWasThere() {
    assertThat(StepTable.legend(List.of(measured(STEP)))).isEqualTo("PyTorch was not measured.");
    assertThat(StepTable.legend(List.of(measured(STEP, "eager")))).startsWith("eager: Adam");
  }

  @Test
  void theFileHoldsEverything() throws IOException {
    Path file = temp.resolve("gpu.json");
    new StepReport(
            "2026-11-23T00:00:00Z",
            "gpu: a device",
            "PyTorch 2",
            3,
            150,
            List.of(measured(STEP, "eager"), CaseResult.failed(FORWARD, "failed: x")))
        .write(file);
    assertThat(Files.readString(file).replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
            {
              "date" : "2026-11-23T00:00:00Z",
              "carousel" : "gpu: a device",
              "torch" : "PyTorch 2",
              "rounds" : 3,
              "turnMillis" : 150.0,
              "cases" : [ {
                "shape" : "100,32,64,128",
                "precision" : "tf32",
                "part" : "step",
                "milliseconds" : {
                  "carousel" : {
                    "median" : 0.5,
                    "minimum" : 0.25,
                    "rounds" : [ 0.5, 0.5, 0.25 ]
                  },
                  "eager" : {
                    "median" : 1.0,
                    "minimum" : 0.5,
                    "rounds" : [ 1.0, 1.0, 0.5 ]
                  }
                },
                "torchOverCarousel" : {
                  "eager" : 2.0
                },
                "checks" : {
                  "carousel" : [ 0.25, 0.125 ]
                },
                "agree" : true,
                "kernels" : "layer 0: cuDNN"
              }, {
                "shape" : "1024,16,768,768",
                "precision" : "fp16",
                "part" : "forward",
                "milliseconds" : { },
                "torchOverCarousel" : { },
                "checks" : { },
                "agree" : false,
                "failure" : "failed: x"
              } ]
            }\
            """);
  }
}
