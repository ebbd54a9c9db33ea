package io.carousel.model;

import io.carousel.internal.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A network: an input, layers in order, and how the weights start. Each method returns a new,
 * validated network.
 *
 * <pre>{@code
 * NetworkSpec.input(4).lstm(128, layers(2), dropout(0.2)).finalState().dense(1)
 * }</pre>
 *
 * @param input what stands at each time step
 * @param layers in the order in which they run
 * @param initializer how the weights start
 */
public record NetworkSpec(InputSpec input, List<LayerSpec> layers, Initializer initializer) {
  public NetworkSpec {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(initializer, "initializer");
    layers = List.copyOf(layers);
    boolean perStep = true;
    boolean hasFinalState = false;
    for (int i = 0; i < layers.size(); i++) {
      LayerSpec layer = layers.get(i);
      checkPlace(input, layer, i, perStep);
      checkFinalState(layer, i, hasFinalState);
      perStep &= layer.keepsTime();
      hasFinalState = hasFinalState(layer, hasFinalState);
    }
  }

  private static void checkPlace(InputSpec input, LayerSpec layer, int index, boolean perStep) {
    String place = ", layer=" + index + " (" + layer.describe() + ")";
    boolean tokens = input.tokens();
    boolean embedding = readsTokens(layer);
    Require.that(
        !embedding || (tokens && index == 0),
        "an embedding must be the first layer and needs tokens as input"
            + place
            + "; start with NetworkSpec.tokens(vocabulary)");
    Require.that(
        embedding || index > 0 || !tokens,
        "the first layer on tokens must be an embedding" + place + "; add embedding(width) first");
    Require.that(
        perStep || !needsTime(layer),
        "a recurrent or pooling layer needs a time axis, which an earlier pooling removed" + place);
  }

  private static void checkFinalState(LayerSpec layer, int index, boolean hasFinalState) {
    Require.that(
        hasFinalState || !needsFinalState(layer),
        () ->
            "pooling by finalState needs a recurrent layer right before it, layer="
                + index
                + " ("
                + layer.describe()
                + "); use lastPosition()");
  }

  private static boolean needsFinalState(LayerSpec layer) {
    return switch (layer.kind()) {
      case POOL -> needsFinalState(((PoolSpec) layer).pooling());
      case EMBEDDING, RECURRENT, DROPOUT, DENSE -> false;
    };
  }

  private static boolean needsFinalState(Pooling pooling) {
    return switch (pooling) {
      case FINAL_STATE -> true;
      case LAST_POSITION, MEAN, MAX -> false;
    };
  }

  /** Whether what a layer puts out is the h of a recurrent layer, dropped out or not. */
  private static boolean hasFinalState(LayerSpec layer, boolean before) {
    return switch (layer.kind()) {
      case RECURRENT -> true;
      case DROPOUT -> before;
      case EMBEDDING, POOL, DENSE -> false;
    };
  }

  private static boolean readsTokens(LayerSpec layer) {
    return switch (layer.kind()) {
      case EMBEDDING -> true;
      case RECURRENT, DROPOUT, POOL, DENSE -> false;
    };
  }

  private static boolean needsTime(LayerSpec layer) {
    return switch (layer.kind()) {
      case RECURRENT, POOL -> true;
      case EMBEDDING, DROPOUT, DENSE -> false;
    };
  }

  /** A network on sequences of rows with this many features. */
  public static NetworkSpec input(int features) {
    return new NetworkSpec(
        new InputSpec.Features(features), List.of(), Initializer.Standard.INSTANCE);
  }

  /** A network on sequences of tokens. */
  public static NetworkSpec tokens(int vocabulary) {
    return new NetworkSpec(
        new InputSpec.Tokens(vocabulary), List.of(), Initializer.Standard.INSTANCE);
  }

  /** The network with one more layer at its end. */
  public NetworkSpec then(LayerSpec layer) {
    List<LayerSpec> longer = new ArrayList<>(layers);
    longer.add(layer);
    return new NetworkSpec(input, longer, initializer);
  }

  public NetworkSpec embedding(int width) {
    return then(new EmbeddingSpec(width));
  }

  public NetworkSpec lstm(int hiddenSize, RecurrentOption... options) {
    return recurrent(Cell.LSTM, hiddenSize, options);
  }

  public NetworkSpec gru(int hiddenSize, RecurrentOption... options) {
    return recurrent(Cell.GRU, hiddenSize, options);
  }

  /** The plain network with tanh. */
  public NetworkSpec rnn(int hiddenSize, RecurrentOption... options) {
    return recurrent(Cell.RNN_TANH, hiddenSize, options);
  }

  public NetworkSpec recurrent(Cell cell, int hiddenSize, RecurrentOption... options) {
    return then(RecurrentSpec.of(cell, hiddenSize, options));
  }

  public NetworkSpec dropout(double probability) {
    return then(new DropoutSpec(probability));
  }

  /**
   * Keeps what the recurrent layer before it ends with: each direction's own last output, of a
   * direction that reads backward the one at step 0.
   */
  public NetworkSpec finalState() {
    return then(new PoolSpec(Pooling.FINAL_STATE));
  }

  /** Keeps the output at the last valid step of each sequence. */
  public NetworkSpec lastPosition() {
    return then(new PoolSpec(Pooling.LAST_POSITION));
  }

  /** Keeps the mean of the outputs over the valid steps. */
  public NetworkSpec meanOverTime() {
    return then(new PoolSpec(Pooling.MEAN));
  }

  /** Keeps the largest output over the valid steps, feature by feature. */
  public NetworkSpec maxOverTime() {
    return then(new PoolSpec(Pooling.MAX));
  }

  public NetworkSpec dense(int units) {
    return dense(units, Activation.NONE);
  }

  public NetworkSpec dense(int units, Activation activation) {
    return then(new DenseSpec(units, activation));
  }

  /** The same layers whose weights start otherwise. */
  public NetworkSpec initialized(Initializer start) {
    return new NetworkSpec(input, layers, start);
  }

  /** The width of the last layer's output. */
  public int outputWidth() {
    int width = input.width();
    for (LayerSpec layer : layers) {
      width = layer.outputWidth(width);
    }
    return width;
  }

  /** Whether there is an output for every time step, and not one for the whole sequence. */
  public boolean outputPerStep() {
    return layers.stream().allMatch(LayerSpec::keepsTime);
  }

  /** Whether any layer carries h and c from step to step. */
  public boolean recurrent() {
    return layers.stream().anyMatch(LayerSpec::carriesState);
  }

  /**
   * Whether every step's output depends on earlier steps only, so that the state can be carried.
   */
  public boolean causal() {
    return layers.stream().allMatch(NetworkSpec::causal);
  }

  private static boolean causal(LayerSpec layer) {
    return switch (layer.kind()) {
      case RECURRENT -> ((RecurrentSpec) layer).direction() == Direction.FORWARD;
      case EMBEDDING, DROPOUT, POOL, DENSE -> true;
    };
  }

  /**
   * The layers as a backend builds them, in the order in which they run.
   *
   * @throws IllegalArgumentException if there is no layer
   */
  public List<LayerInstance> instances() {
    Require.that(!layers.isEmpty(), "a network needs a layer, layers=0; add lstm(hiddenSize)");
    InstanceList list = new InstanceList(input.width());
    for (int i = 0; i < layers.size(); i++) {
      list.add(i, layers.get(i));
    }
    return List.copyOf(list.instances);
  }

  /** A table of the layers with output widths and parameter counts. */
  public String toTable() {
    return NetworkTable.of(this);
  }

  /** Expands stacks while it follows the widths. */
  private static final class InstanceList {
    private final List<LayerInstance> instances = new ArrayList<>();
    private int width;
    private int forwardWidth;
    private boolean perStep = true;

    InstanceList(int inputWidth) {
      width = inputWidth;
      forwardWidth = inputWidth;
    }

    void add(int layer, LayerSpec spec) {
      String name = layer + "." + spec.label();
      switch (spec.kind()) {
        case RECURRENT -> addStack(layer, name, (RecurrentSpec) spec);
        case EMBEDDING, DROPOUT, POOL, DENSE -> append(layer, name, spec);
      }
    }

    private void addStack(int layer, String name, RecurrentSpec stack) {
      for (int k = 0; k < stack.layers(); k++) {
        if (k > 0 && stack.dropout() > 0) {
          append(layer, name + "." + k + ".dropout", new DropoutSpec(stack.dropout()));
        }
        append(layer, name + "." + k, stack.withLayers(1).withDropout(0));
      }
    }

    private void append(int layer, String name, LayerSpec spec) {
      LayerInstance added =
          new LayerInstance(instances.size(), layer, name, spec, width, perStep, forwardWidth);
      instances.add(added);
      width = added.outputWidth();
      forwardWidth = added.outputForwardWidth();
      perStep = added.outputPerStep();
    }
  }
}
