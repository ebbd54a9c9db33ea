package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout;
import io.carousel.model.RecurrentLayout;
import io.carousel.spi.Parameters.Block;

/**
 * The addresses of a matrix's or vector's weights and of its gradient sums.
 *
 * @param weights where the tensor starts among the weights
 * @param gradient where it starts among the gradient sums; 0 without training
 */
record CpuTensors(long weights, long gradient) {
  /** The tensor of this name. */
  static CpuTensors of(CpuParameters parameters, String name) {
    ParameterLayout.Tensor tensor = parameters.layout().tensor(name);
    return new CpuTensors(
        parameters.address(Block.WEIGHTS, tensor), parameters.address(Block.GRADIENTS, tensor));
  }

  /** A recurrent layer's tensor in one direction. */
  static CpuTensors of(
      CpuParameters parameters, LayerInstance layer, int direction, String tensor) {
    return of(parameters, RecurrentLayout.tensorName(layer, direction, tensor));
  }
}
