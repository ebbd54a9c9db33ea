package io.carousel.data;

import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.util.List;

/** Deals the examples of a data set out into batches. */
public interface BatchSource {
  Dataset data();

  /** N, the number of rows of every batch. */
  int sequences();

  /** Whether a row continues, in the next batch, the sequence it holds in this one. */
  boolean carriesState();

  /** The batches of an epoch in order; a pure function of the epoch's number. */
  List<Batch> epoch(long epoch);

  /** The shape of the plan that a batch of this source runs on in a precision. */
  default PlanShape shape(Batch batch, Precision precision) {
    int steps = Bucketing.planSteps(batch.steps(), data().longest());
    boolean ragged = batch.validSteps(data()) < (long) steps * sequences();
    return new PlanShape(steps, sequences(), ragged, carriesState(), precision);
  }
}
