package io.carousel.emulated;

import io.carousel.bindings.MissingLibraryException;
import io.carousel.bindings.cuda.Cuda;
import io.carousel.bindings.cuda.CudaReport;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Whether there is a real device to run on; looked for once. */
final class RealDevice {
  private static final String REQUIRED = "carousel.require";

  private static Optional<String> problem;

  private RealDevice() {}

  /**
   * Whether a test that needs the device is run or skipped.
   *
   * @throws IllegalStateException if there is none and {@code -Dcarousel.require=gpu} wants one
   */
  static ConditionEvaluationResult condition() {
    return condition(problem(), System.getProperty(REQUIRED, ""));
  }

  static ConditionEvaluationResult condition(Optional<String> problem, String required) {
    if (problem.isEmpty()) {
      return ConditionEvaluationResult.enabled("there is a CUDA device");
    }
    String reason = "no CUDA device: " + problem.get();
    if (Arrays.stream(required.split(",", -1)).anyMatch(name -> name.strip().equals("gpu"))) {
      throw new IllegalStateException(
          "backend gpu was required (" + REQUIRED + "=" + required + ") but there is " + reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  /** For programs: ends the process where there is no device, with 1 if one is required. */
  static void orExit() {
    try {
      Optional<String> reason = condition().getReason();
      if (problem().isPresent()) {
        System.out.println(reason.orElseThrow());
        System.exit(0);
      }
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  private static synchronized Optional<String> problem() {
    if (problem == null) {
      problem = look();
    }
    return problem;
  }

  private static Optional<String> look() {
    CudaReport report = Cuda.probe();
    if (!report.usable()) {
      return Optional.of(report.message());
    }
    try {
      Cuda.load();
      return Optional.empty();
    } catch (MissingLibraryException e) {
      return Optional.of(e.getMessage());
    }
  }
}
