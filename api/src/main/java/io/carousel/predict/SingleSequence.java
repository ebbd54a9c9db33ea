package io.carousel.predict;

import io.carousel.data.Batch;
import io.carousel.data.BatchSource;
import io.carousel.data.Bucketing;
import io.carousel.data.Dataset;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.util.List;

/**
 * A batch of one sequence. Up to {@value #EXACT} steps a plan has just its length, which is
 * fastest; longer ones share plans, or a service that sees all lengths would keep one for each.
 */
record SingleSequence(Dataset data) implements BatchSource {
  private static final int EXACT = 512;

  /** How many steps the plan for this many has: the same, or at most an eighth more. */
  static int planSteps(int steps) {
    return steps <= EXACT ? steps : Bucketing.planSteps(steps, Integer.MAX_VALUE);
  }

  @Override
  public int sequences() {
    return 1;
  }

  @Override
  public boolean carriesState() {
    return false;
  }

  @Override
  public List<Batch> epoch(long epoch) {
    return List.of(new Batch(new int[] {0}, null, Math.max(1, data.longest())));
  }

  @Override
  public PlanShape shape(Batch batch, Precision precision) {
    int steps = planSteps(batch.steps());
    return new PlanShape(steps, 1, steps != data.longest(), false, precision);
  }
}
