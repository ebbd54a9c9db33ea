package io.carousel.benchmarks.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What goes into {@code gpu.json}.
 *
 * @param date when it began
 * @param carousel what the backend says it is
 * @param torch what PyTorch says it is, or why it is not there
 * @param rounds how many turns each contender had
 * @param turnMillis how long a turn was to take
 * @param cases in the order measured
 */
record StepReport(
    String date,
    String carousel,
    String torch,
    int rounds,
    double turnMillis,
    List<CaseResult> cases) {
  StepReport {
    cases = List.copyOf(cases);
  }

  void write(Path path) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(path.toFile(), this);
  }
}
