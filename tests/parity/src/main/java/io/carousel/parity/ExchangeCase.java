package io.carousel.parity;

import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import io.carousel.train.Checkpoint;
import io.carousel.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/**
 * A training run that moves. On one backend it goes on with the same bits as if it had never
 * stopped. To another one it moves as a checkpoint, from which it goes on as if it had never moved,
 * within tolerance; and as a model, which predicts the same there.
 *
 * @param course the training run
 */
public record ExchangeCase(TrajectoryCase course) implements ParityCase {
  private static final int HALF = TrajectoryCase.EPOCHS / 2;

  @Override
  public String name() {
    return "exchange " + course.label();
  }

  @Override
  public NetworkSpec network() {
    return course.network();
  }

  @Override
  public List<Comparison> compare(Pair pair) {
    List<Comparison> list = new ArrayList<>();
    compareResumed(pair.candidate(), list);
    compareMoved(pair, list);
    compareModels(pair.reference(), pair, "model of the reference", list);
    compareModels(pair.candidate(), pair, "model of the backend", list);
    return list;
  }

  private void compareResumed(Backend backend, List<Comparison> list) {
    Model whole = course.run(backend).model();
    Model resumed = resume(checkpoint(backend), backend).model();
    TrajectoryCase.compareWeights(name() + " resumed", whole, resumed, Tolerance.EXACT, list);
  }

  /** Both ways; the comparison is with a run that never moved. */
  private void compareMoved(Pair pair, List<Comparison> list) {
    TrajectoryCase.Run whole = course.run(pair.reference());
    Checkpoint here = checkpoint(pair.reference());
    Checkpoint there = checkpoint(pair.candidate());
    list.addAll(course.compare(whole, resume(here, pair.candidate())));
    list.addAll(course.compare(whole, resume(there, pair.reference())));
  }

  private Checkpoint checkpoint(Backend backend) {
    try (Trainer trainer = course.trainer(backend)) {
      course.run(trainer, HALF);
      return trainer.checkpoint();
    }
  }

  private TrajectoryCase.Run resume(Checkpoint checkpoint, Backend backend) {
    try (Trainer trainer = course.trainer(backend)) {
      trainer.restore(checkpoint);
      return course.run(trainer, TrajectoryCase.EPOCHS);
    }
  }

  /** What one backend has learned, both foretell alike. */
  private void compareModels(Backend teacher, Pair pair, String what, List<Comparison> list) {
    Model model = course.run(teacher).model();
    Tensor expected = predictions(model, pair.reference(), what);
    Tensor actual = predictions(model, pair.candidate(), what);
    Tolerance tolerance =
        Accumulation.forward(course.network(), course.data().longest(), Precision.STRICT);
    list.add(Comparison.of(name(), expected, actual.values(), tolerance));
  }

  private Tensor predictions(Model model, Backend backend, String what) {
    return Predictions.of(model, backend, course.data(), course.batchSize(), what);
  }
}
