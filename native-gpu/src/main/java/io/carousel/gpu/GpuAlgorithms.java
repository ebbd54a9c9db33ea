package io.carousel.gpu;

import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.spi.Precision;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of cuDNN's algorithms a recurrent layer may take beside STANDARD, which takes every shape
 * and is what the others are measured by. Unless the user names them:
 *
 * <ul>
 *   <li>none in {@link Precision#STRICT}: their tanh is coarser. On an H200 with cuDNN 9.19 outputs
 *       were 3e-6 to 4e-6 from double precision by the norm, STANDARD's 1e-7 to 2e-7, and small
 *       layers were up to 1.6 times float32's tolerance away;
 *   <li>else those that are compiled into cuDNN. PERSIST_DYNAMIC is compiled for each shape, which
 *       takes seconds.
 * </ul>
 */
final class GpuAlgorithms {
  /** The system property that lists them, as {@code standard} or {@code small_h,persist_static}. */
  static final String PROPERTY = "carousel.gpu.algorithms";

  private static final Set<RnnAlgorithm> USUAL =
      EnumSet.of(RnnAlgorithm.PERSIST_STATIC, RnnAlgorithm.SMALL_H);

  private final Optional<Set<RnnAlgorithm>> named;

  private GpuAlgorithms(Optional<Set<RnnAlgorithm>> named) {
    this.named = named;
  }

  /**
   * What the property says.
   *
   * @throws IllegalArgumentException if it names what is not one
   */
  static GpuAlgorithms chosen() {
    return new GpuAlgorithms(
        Optional.ofNullable(System.getProperty(PROPERTY)).map(GpuAlgorithms::parse));
  }

  private static Set<RnnAlgorithm> parse(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(name -> parse(name.strip(), list))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(RnnAlgorithm.class)));
  }

  private static RnnAlgorithm parse(String name, String list) {
    return Arrays.stream(RnnAlgorithm.values())
        .filter(algorithm -> label(algorithm).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    PROPERTY
                        + " must list some of "
                        + Arrays.stream(RnnAlgorithm.values()).map(GpuAlgorithms::label).toList()
                        + ", "
                        + PROPERTY
                        + "="
                        + list
                        + "; separate them by commas, or leave it out"));
  }

  private static String label(RnnAlgorithm algorithm) {
    return algorithm.name().toLowerCase(Locale.ROOT);
  }

  /** Those beside STANDARD, in cuDNN's order. */
  List<RnnAlgorithm> besideStandard(Precision precision) {
    Set<RnnAlgorithm> usual = precision == Precision.STRICT ? Set.of() : USUAL;
    return named.orElse(usual).stream()
        .filter(algorithm -> algorithm != RnnAlgorithm.STANDARD)
        .sorted()
        .toList();
  }
}
