package io.carousel.plan;

import io.carousel.internal.Require;
import io.carousel.model.LayerInstance;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Session;
import io.carousel.spi.Staging;
import java.util.List;

/** A plan together with the layers it was made from, for whoever wants to read or explain it. */
public final class NetworkPlan implements AutoCloseable {
  /** A layer and the kernel that a backend chose for it. */
  public record PlannedLayer(LayerInstance layer, LayerKernel kernel) {}

  private final Plan plan;
  private final PlanShape shape;
  private final List<PlannedLayer> layers;

  NetworkPlan(Plan plan, PlanShape shape, List<PlannedLayer> layers) {
    this.plan = plan;
    this.shape = shape;
    this.layers = List.copyOf(layers);
  }

  public PlanShape shape() {
    return shape;
  }

  public List<PlannedLayer> layers() {
    return layers;
  }

  public Plan plan() {
    return plan;
  }

  public Staging staging(int slot) {
    return plan.staging(slot);
  }

  /** See {@link Plan#run}. */
  public void run(int slot, Session session) {
    plan.run(slot, session);
  }

  /** See {@link Plan#apply}. */
  public void apply(int slot) {
    plan.apply(slot);
  }

  /** K: the width of a row of the output. */
  public int outputWidth() {
    return last().outputWidth();
  }

  /** Whether the output has a row per step, and not one per sequence. */
  public boolean outputPerStep() {
    return last().outputPerStep();
  }

  /**
   * The number of elements of the whole output.
   *
   * @throws IllegalArgumentException if it is too large to be read; a plan for inference is not
   *     made then
   */
  public int outputSize() {
    return outputSize(shape, outputPerStep(), outputWidth());
  }

  static int outputSize(PlanShape shape, boolean perStep, int width) {
    long rows = perStep ? shape.positions() : shape.sequences();
    return Require.bufferSize(rows * width, "the output");
  }

  private LayerInstance last() {
    return layers.get(layers.size() - 1).layer();
  }

  /** A line per layer: what runs it, and why nothing faster does. */
  public String explain() {
    StringBuilder text = new StringBuilder();
    for (PlannedLayer planned : layers) {
      text.append(planned.layer().describe())
          .append(": ")
          .append(planned.kernel().explain())
          .append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    plan.close();
  }
}
