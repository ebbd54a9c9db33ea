package io.carousel.peers;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/**
 * What was measured at one shape; the names are those of {@code peers.json}.
 *
 * @param stepRatio libtorch's step over Carousel's: above 1, Carousel is faster
 * @param inferRatio the faster peer's inference over Carousel's
 * @param stepPeakShare the share of the peak that Carousel's step reaches, counting the LSTM's
 *     products only
 * @param rounds the times of each round, by peer and work
 */
record ShapeResult(
    String shape,
    double carouselStepMs,
    double libtorchStepMs,
    double stepRatio,
    double carouselInferMs,
    double libtorchInferMs,
    double ortInferMs,
    double inferRatio,
    double peakGflops,
    double stepPeakShare,
    double inferPeakShare,
    Map<String, List<Double>> rounds) {

  private static final double FLOPS_PER_GFLOP_MILLI = 1e6;

  static ShapeResult of(Times times, double peakGflops) {
    Shape shape = times.shape();
    double step = times.of(PeerKind.CAROUSEL, "train");
    double libtorchStep = times.of(PeerKind.LIBTORCH, "train");
    double infer = times.of(PeerKind.CAROUSEL, "infer");
    double libtorchInfer = times.of(PeerKind.LIBTORCH, "infer");
    double ortInfer = times.of(PeerKind.ONNXRUNTIME, "infer");
    double peak = peakGflops * FLOPS_PER_GFLOP_MILLI;
    return new ShapeResult(
        shape.toString(),
        rounded(step),
        rounded(libtorchStep),
        rounded(libtorchStep / step),
        rounded(infer),
        rounded(libtorchInfer),
        rounded(ortInfer),
        rounded(Math.min(libtorchInfer, ortInfer) / infer),
        rounded(peakGflops),
        rounded(shape.stepFlops() / step / peak),
        rounded(shape.forwardFlops() / infer / peak),
        times.rounds());
  }

  /** Four digits. */
  static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4)).doubleValue();
  }
}
