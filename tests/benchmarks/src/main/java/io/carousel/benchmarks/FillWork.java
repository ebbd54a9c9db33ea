package io.carousel.benchmarks;

import io.carousel.data.Batch;
import io.carousel.data.Bucketing;
import io.carousel.data.Horizon;
import io.carousel.data.Series;
import io.carousel.data.WindowSet;
import io.carousel.data.Windows;
import io.carousel.spi.Staging;
import java.util.ArrayList;
import java.util.List;

/** Windows of a series that are dealt out into the slot of a plan, a batch per call. */
final class FillWork implements AutoCloseable {
  private static final int BATCHES = 8;

  private final NetworkWork network;
  private final WindowSet windows;
  private final List<Batch> batches;
  private int next;

  FillWork(Setting setting) {
    Shape shape = setting.shape();
    network = new NetworkWork(setting, true);
    windows = windows(shape);
    batches = Bucketing.shuffled(windows, shape.sequences(), 1).epoch(0);
  }

  private static WindowSet windows(Shape shape) {
    List<String> columns = new ArrayList<>();
    for (int c = 0; c < shape.inputs(); c++) {
      columns.add("x" + c);
    }
    int rows = shape.steps() + BATCHES * shape.sequences();
    Series series = new Series("numbers", columns, Numbers.series(rows, shape.inputs()));
    return Windows.of(series, shape.steps()).target("x0", Horizon.ahead(1)).all();
  }

  /** Compares a slot with the windows that were dealt into it. */
  static FillWork checked(Setting setting) {
    FillWork work = new FillWork(setting);
    Batch batch = work.fill();
    Staging slot = work.network.staging();
    int sequences = setting.shape().sequences();
    int width = setting.shape().inputs();
    for (int n = 0; n < sequences; n++) {
      float[][] window = work.windows.window(batch.examples()[n]);
      for (int i = 0; i < window.length * width; i++) {
        float filled = slot.features().get((i / width * sequences + n) * width + i % width);
        require(filled == window[i / width][i % width], setting, n);
      }
    }
    Counted.perCall(setting.shape().positions(), 0);
    return work;
  }

  private static void require(boolean same, Setting setting, int sequence) {
    if (!same) {
      throw new IllegalStateException(
          "a slot must have its windows before anything is timed, sequence="
              + sequence
              + ", "
              + setting
              + "; run the tests of carousel-api");
    }
  }

  /** Fills the slot with the next batch. */
  Batch fill() {
    Batch batch = batches.get(next);
    batch.fill(windows, network.staging());
    next = (next + 1) % BATCHES;
    return batch;
  }

  @Override
  public void close() {
    network.close();
  }
}
