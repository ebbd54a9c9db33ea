package io.carousel.benchmarks.gpu;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one case; the names are those of {@code gpu.json}.
 *
 * @param shape T,N,I,H
 * @param milliseconds of a step, by contender
 * @param torchOverCarousel PyTorch's median over Carousel's, by PyTorch's way: above 1, Carousel is
 *     faster
 * @param checks what each contender computed, see {@link Side.Loaded}
 * @param agree whether the checks are the same as far as the precision goes
 * @param kernels what runs it in Carousel
 * @param torch what PyTorch could not do
 * @param failure why nothing was measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CaseResult(
    String shape,
    String precision,
    String part,
    Map<String, Timing> milliseconds,
    Map<String, Double> torchOverCarousel,
    Map<String, double[]> checks,
    boolean agree,
    String kernels,
    String torch,
    String failure) {

  static CaseResult of(
      StepCase wanted,
      Map<String, Timing> timings,
      Map<String, double[]> checks,
      boolean agree,
      String kernels,
      String torch) {
    return new CaseResult(
        wanted.shape().toString(),
        wanted.precisionLabel(),
        wanted.part().label(),
        timings,
        ratios(timings),
        checks,
        agree,
        kernels,
        torch,
        null);
  }

  /** A case that could not be run. */
  static CaseResult failed(StepCase wanted, String why) {
    return new CaseResult(
        wanted.shape().toString(),
        wanted.precisionLabel(),
        wanted.part().label(),
        Map.of(),
        Map.of(),
        Map.of(),
        false,
        null,
        null,
        why);
  }

  private static Map<String, Double> ratios(Map<String, Timing> timings) {
    double own = timings.get(CarouselSide.NAME).median();
    Map<String, Double> ratios = new LinkedHashMap<>();
    timings.forEach(
        (name, timing) -> {
          if (!name.equals(CarouselSide.NAME)) {
            ratios.put(name, Timing.rounded(timing.median() / own));
          }
        });
    return ratios;
  }
}
