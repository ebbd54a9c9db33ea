package io.carousel.reference;

import io.carousel.model.Cell;
import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout.Tensor;
import io.carousel.model.RecurrentLayout;
import io.carousel.model.RecurrentSpec;

/**
 * One direction of a recurrent layer: its weights, and the cell that uses them.
 *
 * @param weights W, R, b, and the rb of a GRU
 */
record ReferenceDirection(ReferenceWeights weights, ReferenceCell cell) {

  static ReferenceDirection of(ReferenceMemory memory, LayerInstance layer, int direction) {
    RecurrentSpec spec = (RecurrentSpec) layer.spec();
    int hidden = spec.hiddenSize();
    Tensors tensors = new Tensors(memory, layer, direction);
    Tensor w = tensors.get(RecurrentLayout.INPUT_WEIGHTS);
    Tensor r = tensors.get(RecurrentLayout.RECURRENT_WEIGHTS);
    Tensor b = tensors.get(RecurrentLayout.BIAS);
    Tensor rb = spec.cell().hasRecurrentBias() ? tensors.get(RecurrentLayout.RECURRENT_BIAS) : null;
    ReferenceWeights weights = new ReferenceWeights(memory, w, rb == null ? b : rb);
    ReferenceLinear input =
        new ReferenceLinear(weights, w.offset(), layer.inputWidth(), b.offset());
    ReferenceLinear recurrent =
        new ReferenceLinear(weights, r.offset(), hidden, ReferenceLinear.NONE);
    ReferenceCell cell =
        switch (spec.cell()) {
          case LSTM -> new ReferenceLstm(hidden, input, recurrent);
          case GRU -> new ReferenceGru(hidden, input, recurrent, candidate(weights, hidden, r, rb));
          case RNN_TANH -> new ReferenceRnn(hidden, false, input, recurrent);
          case RNN_RELU -> new ReferenceRnn(hidden, true, input, recurrent);
        };
    return new ReferenceDirection(weights, cell);
  }

  /** The rows of R that belong to n, with the bias that only they have. */
  private static ReferenceLinear candidate(
      ReferenceWeights weights, int hidden, Tensor r, Tensor rb) {
    int row = RecurrentLayout.gateRow(Cell.GRU, "n", hidden);
    return new ReferenceLinear(weights, r.offset() + (long) row * hidden, hidden, rb.offset());
  }

  private record Tensors(ReferenceMemory memory, LayerInstance layer, int direction) {
    Tensor get(String name) {
      String full = RecurrentLayout.tensorName(layer, direction, name);
      return memory.parameters.layout().tensor(full);
    }
  }
}
