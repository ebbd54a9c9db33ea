package io.carousel.reference;

import io.carousel.model.LayerInstance;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.spi.LayerPorts;

/** One row per sequence from the rows of its valid steps; zeros if there is none. */
final class ReferencePool extends ReferenceLayer {
  private final Pooling pooling;
  private final int width;
  private final int columnsAtLastStep;
  private final ReferenceRows x;
  private final ReferenceRows dx;
  private final ReferenceRows y;
  private final ReferenceRows dy;

  ReferencePool(ReferenceMemory memory, LayerInstance layer, PoolSpec spec, LayerPorts ports) {
    super(memory, "pool");
    pooling = spec.pooling();
    width = layer.inputWidth();
    columnsAtLastStep = spec.columnsAtLastStep(layer);

    x = memory.rows("x", ports.x(), true, width);
    dx = memory.rows("dx", ports.dx(), true, width);
    y = memory.rows("y", ports.y(), false, width);
    dy = memory.rows("dy", ports.dy(), false, width);
  }

  /**
   * y_k = x_last,k (x_0,k where a direction that reads backward ends), or the mean over t of x_t,k,
   * or the maximum over t of x_t,k.
   */
  @Override
  void forward(int n) {
    int length = memory.lengths[n];
    for (int k = 0; k < width; k++) {
      double pooled = 0;
      if (length > 0) {
        pooled =
            switch (pooling) {
              case FINAL_STATE, LAST_POSITION -> x(last(k, length), n, k);
              case MEAN -> mean(n, k);
              case MAX -> x(maximum(n, k), n, k);
            };
      }
      memory.values[y.row(0, n) + k] = pooled;
    }
  }

  /**
   * dx_last,k = dy_k (dx_0,k where a direction that reads backward ends), or dx_t,k = dy_k / l_n
   * for all t, or dx_t,k = dy_k for the maximum's t.
   */
  @Override
  void backward(int n) {
    if (dx == null) {
      return;
    }
    dx.zero(memory.values, 0, 0, n);
    int length = memory.lengths[n];
    for (int k = 0; k < width && length > 0; k++) {
      double dyk = memory.values[dy.row(0, n) + k];
      switch (pooling) {
        case FINAL_STATE, LAST_POSITION -> memory.values[dx.row(last(k, length), n) + k] = dyk;
        case MEAN -> spread(n, k, dyk / length);
        case MAX -> memory.values[dx.row(maximum(n, k), n) + k] = dyk;
      }
    }
  }

  /** The step at which what wrote a column has read the whole sequence. */
  private int last(int k, int length) {
    return k < columnsAtLastStep ? length - 1 : 0;
  }

  private void spread(int n, int k, double gradient) {
    for (int t = 0; t < memory.lengths[n]; t++) {
      memory.values[dx.row(t, n) + k] = gradient;
    }
  }

  private double x(int t, int n, int k) {
    return memory.values[x.row(t, n) + k];
  }

  private double mean(int n, int k) {
    double sum = 0;
    for (int t = 0; t < memory.lengths[n]; t++) {
      sum += x(t, n, k);
    }
    return sum / memory.lengths[n];
  }

  /** The first step that has the maximum. */
  private int maximum(int n, int k) {
    int best = 0;
    for (int t = 1; t < memory.lengths[n]; t++) {
      if (x(t, n, k) > x(best, n, k)) {
        best = t;
      }
    }
    return best;
  }
}
