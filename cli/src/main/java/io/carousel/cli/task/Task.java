package io.carousel.cli.task;

import io.carousel.data.Dataset;
import io.carousel.io.Recipe;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import java.util.List;
import java.util.Map;

/** What the files of a run have become, what is to be trained on them and how it is measured. */
public interface Task {
  /** How data become numbers, as the model file keeps it. */
  Recipe recipe();

  /** The network with this body. */
  NetworkSpec network(Body body);

  /** What training minimizes. */
  Loss loss();

  /** The examples to train on. */
  Dataset training();

  /** The examples to choose the best epoch by, or null. */
  Dataset validation();

  /** The exam on a part, or null if the part is empty. */
  Exam exam(Part part);

  /** What a forecast without learning scores on the test part; empty without one. */
  Map<String, Measures> baseline();

  /** What was read, dropped and filled, a line each. */
  List<String> summary();
}
