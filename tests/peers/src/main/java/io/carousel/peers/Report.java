package io.carousel.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.carousel.cpu.CpuPeak;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What goes into {@code peers.json}.
 *
 * @param machine which, and how busy it was before
 * @param peers what each system says it is
 */
record Report(
    String date,
    Machine machine,
    int threads,
    int rounds,
    String statistic,
    String peakBy,
    Map<String, String> peers,
    List<ShapeResult> shapes) {

  private static final String HEADER =
      String.format(
          "%-18s %9s %9s %6s | %9s %9s %9s %6s | %6s %6s",
          "T,N,I,H",
          "step ms",
          "libtorch",
          "ratio",
          "infer ms",
          "libtorch",
          "ORT",
          "ratio",
          "step%",
          "infer%");

  static Report of(
      Machine machine,
      int threads,
      int rounds,
      Statistic statistic,
      Map<String, String> peers,
      List<ShapeResult> shapes) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String peakBy = CpuPeak.describe();
    return new Report(
        now, machine, threads, rounds, statistic.toString(), peakBy, peers, List.copyOf(shapes));
  }

  void write(Path path) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(path.toFile(), this);
  }

  /** The line above the rows. */
  static String header() {
    return HEADER;
  }

  /** A line of the table; percentages are of the peak. */
  static String row(ShapeResult r) {
    return String.format(
        Locale.ROOT,
        "%-18s %9.3f %9.3f %6.2f | %9.3f %9.3f %9.3f %6.2f | %5.1f%% %5.1f%%",
        r.shape(),
        r.carouselStepMs(),
        r.libtorchStepMs(),
        r.stepRatio(),
        r.carouselInferMs(),
        r.libtorchInferMs(),
        r.ortInferMs(),
        r.inferRatio(),
        100 * r.stepPeakShare(),
        100 * r.inferPeakShare());
  }
}
