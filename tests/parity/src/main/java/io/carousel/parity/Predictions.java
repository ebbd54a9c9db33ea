package io.carousel.parity;

import io.carousel.data.BatchSource;
import io.carousel.data.Bucketing;
import io.carousel.data.CarriedState;
import io.carousel.data.Chunks;
import io.carousel.data.Dataset;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;

/** What a model puts out for every example of a data set. */
final class Predictions {
  private Predictions() {}

  /** All output rows of all examples, one behind the other in the order of the examples. */
  static Tensor of(Model model, Backend backend, Dataset data, int batchSize, String name) {
    float[][][] outputs = new float[data.size()][][];
    try (Predictor predictor = model.predictor(backend)) {
      predictor.predict(source(data, batchSize), (example, rows) -> outputs[example] = rows);
    }
    return flat(name, outputs, model.network().outputWidth());
  }

  private static BatchSource source(Dataset data, int batchSize) {
    return data instanceof Chunks chunks
        ? CarriedState.of(chunks, batchSize)
        : Bucketing.inOrder(data, batchSize);
  }

  private static Tensor flat(String name, float[][][] outputs, int width) {
    int rows = 0;
    for (float[][] output : outputs) {
      rows += output.length;
    }
    double[] values = new double[rows * width];
    int next = 0;
    for (float[][] output : outputs) {
      for (float[] row : output) {
        for (float element : row) {
          values[next++] = element;
        }
      }
    }
    return Tensor.of(name, values, rows, width);
  }
}
