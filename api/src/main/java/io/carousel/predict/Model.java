package io.carousel.predict;

import io.carousel.data.Sequence;
import io.carousel.internal.Require;
import io.carousel.model.InitialWeights;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.Parameters;
import io.carousel.spi.Precision;
import java.util.Arrays;

/** A network and its weights as float32 in canonical order. Immutable; any thread may use it. */
public final class Model {
  private final NetworkSpec network;
  private final ParameterLayout layout;
  private final float[] weights;

  private Model(NetworkSpec network, float[] weights) {
    this.network = network;
    this.layout = ParameterLayout.of(network);
    this.weights = weights;
    Require.that(
        weights.length == layout.size(),
        "weights must fill the network's layout, weights="
            + weights.length
            + ", layout="
            + layout.size());
    for (int i = 0; i < weights.length; i++) {
      if (!Float.isFinite(weights[i])) {
        throw new IllegalArgumentException(notFinite(i));
      }
    }
  }

  private String notFinite(int index) {
    ParameterLayout.Tensor tensor =
        layout.tensors().stream()
            .filter(t -> index >= t.offset() && index < t.offset() + t.size())
            .findFirst()
            .orElseThrow();
    int at = index - (int) tensor.offset();
    return "weights must be finite float32 numbers, tensor="
        + tensor.name()
        + ", row="
        + at / tensor.columns()
        + ", column="
        + at % tensor.columns()
        + ", value="
        + weights[index]
        + "; train the model again, or choose another";
  }

  /**
   * A model with these weights, which are copied.
   *
   * @throws IllegalArgumentException if they do not fill the network's layout, or one is not finite
   */
  public static Model of(NetworkSpec network, float[] weights) {
    return new Model(network, weights.clone());
  }

  /**
   * A model with these weights, each rounded to the nearest float32.
   *
   * @throws IllegalArgumentException if they do not fill the network's layout, or one is not finite
   *     as a float32
   */
  public static Model of(NetworkSpec network, double[] weights) {
    float[] rounded = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = (float) weights[i];
    }
    return new Model(network, rounded);
  }

  /** A model that has learned nothing yet. */
  public static Model fresh(NetworkSpec network, long seed) {
    return of(network, InitialWeights.of(network, seed));
  }

  public NetworkSpec network() {
    return network;
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** All weights in canonical order, a copy. */
  public float[] weights() {
    return weights.clone();
  }

  /** The weights of one tensor, row-major, a copy. */
  public float[] weights(ParameterLayout.Tensor tensor) {
    int from = (int) tensor.offset();
    return Arrays.copyOfRange(weights, from, from + tensor.size());
  }

  /** The weights as a backend's parameters, for prediction. The caller closes them. */
  public Parameters on(Backend backend) {
    Parameters parameters = backend.parameters(layout, false, 0);
    writeTo(parameters);
    return parameters;
  }

  void writeTo(Parameters parameters) {
    parameters.write(Parameters.Block.WEIGHTS, doubles());
  }

  /** All weights in canonical order as backends take them, a copy. */
  public double[] doubles() {
    double[] wide = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      wide[i] = weights[i];
    }
    return wide;
  }

  /** Every gate, c_t and h_t of every recurrent layer while it reads a sequence. */
  public Trace trace(Sequence sequence) {
    return Inspector.trace(this, sequence);
  }

  /**
   * A predictor of this model on this backend in strict precision. The caller closes it; the
   * backend stays open.
   */
  public Predictor predictor(Backend backend) {
    return predictor(backend, Precision.STRICT);
  }

  /**
   * A predictor of this model on this backend. The caller closes it; the backend stays open. Any
   * model runs in any precision, whichever it was trained in. A backend without this one refuses it
   * at the first prediction.
   */
  public Predictor predictor(Backend backend, Precision precision) {
    return new Predictor(this, backend, precision);
  }
}
