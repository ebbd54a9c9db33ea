package io.carousel.model;

import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where every weight of a network stands in one flat block: the same order on every backend and in
 * every file.
 */
public final class ParameterLayout {
  /**
   * A named matrix or vector in the block.
   *
   * @param number the position among the tensors, from 0
   * @param name such as {@code 1.lstm.0.forward.W}
   * @param layer the layer's position in the network
   * @param offset the first element in the block
   * @param vector whether files show one axis only; {@code columns} is 1 then
   */
  public record Tensor(
      int number, String name, int layer, long offset, int rows, int columns, boolean vector) {
    public Tensor {
      Require.that(
          (long) rows * columns <= Require.MAX_ARRAY,
          "a tensor must have at most "
              + Require.MAX_ARRAY
              + " weights, tensor="
              + name
              + ", rows="
              + rows
              + ", columns="
              + columns
              + "; use narrower layers");
    }

    /** The number of elements. */
    public int size() {
      return rows * columns;
    }

    /** The axes as files write them: [rows] or [rows, columns]. */
    public List<Integer> shape() {
      return vector ? List.of(rows) : List.of(rows, columns);
    }
  }

  private final List<Tensor> tensors = new ArrayList<>();
  private final Map<String, Tensor> byName = new LinkedHashMap<>();
  private long size;

  private ParameterLayout() {}

  /** The layout of a network. */
  public static ParameterLayout of(NetworkSpec network) {
    ParameterLayout layout = new ParameterLayout();
    network.instances().forEach(layout::add);
    return layout;
  }

  /** The tensors of one layer alone. */
  public static ParameterLayout of(LayerInstance layer) {
    ParameterLayout layout = new ParameterLayout();
    layout.add(layer);
    return layout;
  }

  private void add(LayerInstance layer) {
    LayerSpec spec = layer.spec();
    switch (spec.kind()) {
      case EMBEDDING -> addEmbedding(layer, (EmbeddingSpec) spec);
      case DENSE -> addDense(layer, (DenseSpec) spec);
      case RECURRENT -> addRecurrent(layer, (RecurrentSpec) spec);
      case DROPOUT, POOL -> {} // no weights
    }
  }

  private void addEmbedding(LayerInstance layer, EmbeddingSpec spec) {
    add(layer, layer.name() + ".W", layer.inputWidth(), spec.width(), false);
  }

  private void addDense(LayerInstance layer, DenseSpec spec) {
    add(layer, layer.name() + ".W", spec.units(), layer.inputWidth(), false);
    add(layer, layer.name() + ".b", spec.units(), 1, true);
  }

  private void addRecurrent(LayerInstance layer, RecurrentSpec spec) {
    for (int d = 0; d < spec.direction().count(); d++) {
      for (RecurrentLayout.Shape shape : RecurrentLayout.shapes(spec, layer.inputWidth())) {
        String name = RecurrentLayout.tensorName(layer, d, shape.tensor());
        add(layer, name, shape.rows(), shape.columns(), shape.tensor().endsWith("b"));
      }
    }
  }

  private void add(LayerInstance layer, String name, int rows, int columns, boolean vector) {
    Tensor tensor = new Tensor(tensors.size(), name, layer.layer(), size, rows, columns, vector);
    tensors.add(tensor);
    byName.put(name, tensor);
    size += tensor.size();
  }

  /** All tensors in canonical order. */
  public List<Tensor> tensors() {
    return List.copyOf(tensors);
  }

  /**
   * The tensor with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor tensor(String name) {
    Tensor found = byName.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "tensor must be one of " + Shown.list(byName.keySet()) + ", tensor=" + Shown.text(name));
    }
    return found;
  }

  /** The number of elements of the whole block. */
  public long size() {
    return size;
  }

  /** How many weights the layer at this position of the network has. */
  public long parametersOfLayer(int layer) {
    return tensors.stream().filter(t -> t.layer() == layer).mapToLong(Tensor::size).sum();
  }
}
