package example;

import static io.carousel.data.Horizon.ahead;
import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.optim.UpdateRule.adam;
import static io.carousel.train.StopRule.epochs;

import io.carousel.Backends;
import io.carousel.data.Series;
import io.carousel.data.Windows;
import io.carousel.io.ModelFile;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Backend;
import io.carousel.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What a server does: trains a model, keeps it in a file, answers from it. It opens its backend on a
 * thread of the common pool, whose context class loader need not see the application's jars.
 */
public class Server {
  private static final int WINDOW = 12;

  public static void main(String[] args) throws Exception {
    for (String name : args) {
      try (Backend backend = onAPoolThread(name)) {
        System.out.println(backend.describe());
        System.out.println(name + " foretells " + forecast(backend));
      }
    }
  }

  private static Backend onAPoolThread(String name)
      throws InterruptedException, ExecutionException {
    return CompletableFuture.supplyAsync(() -> Backends.named(name)).get();
  }

  private static float forecast(Backend backend) throws Exception {
    var series = Series.of("wave", wave(0, 400));
    var data = Windows.of(series, WINDOW).target("wave", ahead(1)).split(0.8, 0.1, 0.1);
    var network = NetworkSpec.input(1).lstm(24).finalState().dense(1);
    Path file = Files.createTempFile("wave", ".safetensors");
    try (var trainer =
        Trainer.on(backend)
            .network(network)
            .loss(meanSquaredError())
            .update(adam(0.01))
            .batchSize(32)
            .seed(7)
            .build()) {
      trainer.fit(data.training(), epochs(6));
      ModelFile.write(file, trainer.model());
    }
    try (var predictor = ModelFile.read(file).predictor(backend)) {
      return predictor.predict(window())[0];
    } finally {
      Files.delete(file);
    }
  }

  private static double[] wave(int from, int steps) {
    double[] values = new double[steps];
    for (int step = 0; step < steps; step++) {
      values[step] = Math.sin((from + step) / 4.0);
    }
    return values;
  }

  private static float[][] window() {
    float[][] steps = new float[WINDOW][1];
    double[] values = wave(1000, WINDOW);
    for (int step = 0; step < WINDOW; step++) {
      steps[step][0] = (float) values[step];
    }
    return steps;
  }
}
