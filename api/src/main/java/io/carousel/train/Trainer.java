package io.carousel.train;

import io.carousel.data.Batch;
import io.carousel.data.BatchSource;
import io.carousel.data.Dataset;
import io.carousel.error.DivergedException;
import io.carousel.internal.Require;
import io.carousel.model.InitialWeights;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.Schedule;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.PlanCache;
import io.carousel.predict.Evaluator;
import io.carousel.predict.Model;
import io.carousel.predict.OutputListener;
import io.carousel.spi.Backend;
import io.carousel.spi.LossScale;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Plan;
import io.carousel.spi.Session;
import io.carousel.spi.Staging.Scalars;
import io.carousel.spi.Sums;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a network. {@link #fit} is a plain loop: fill a batch, run the plan, apply the update; all
 * else (plans, validation, stopping) hangs on it. One thread trains; {@link #cancel} may come from
 * any.
 */
public final class Trainer implements AutoCloseable {
  /** After how many updates the loss is read back from the backend. */
  private static final int READ_EVERY = 10;

  private final Backend backend;
  private final TrainingSpec spec;
  private final Parameters parameters;
  private final PlanCache plans;
  private final Evaluator evaluator;
  private final KeptWeights kept;
  private Progress progress = new Progress();
  private SeenData seen;
  private double[] carried;
  private Session session;
  private TrainingSettings settings = TrainingSettings.NONE;
  private TrainingSettings requiredSettings;
  private double meanLoss = Double.NaN;
  private long skipped;
  private int slot;
  private volatile boolean cancelled;

  /** Starts from these weights, or from fresh ones if there is no model. */
  Trainer(Backend backend, TrainingSpec spec, Model start) {
    this.backend = backend;
    this.spec = spec;
    this.parameters =
        backend.parameters(
            ParameterLayout.of(spec.network()), true, spec.update().optimizer().moments());
    parameters.write(
        Block.WEIGHTS,
        start == null ? InitialWeights.of(spec.network(), spec.seed()) : start.doubles());
    this.kept = new KeptWeights(parameters, parameters.read(Block.WEIGHTS));
    parameters.lossScale(LossScale.startOf(spec.precision()));
    this.plans = new PlanCache(backend, parameters, spec.program());
    this.evaluator = new Evaluator(backend, parameters, spec.program(), spec.precision());
  }

  /** Starts the description of a trainer on a backend, which stays the caller's to close. */
  public static TrainerBuilder on(Backend backend) {
    return new TrainerBuilder(backend);
  }

  public TrainingSpec spec() {
    return spec;
  }

  /** {@link #fit(Dataset, Dataset, StopRule, TrainingListener)} without validation. */
  public TrainingReport fit(Dataset training, StopRule stop) {
    return fit(training, null, stop, TrainingListener.NONE);
  }

  /**
   * Trains until the rule says stop, or somebody cancels. With validation data, {@link #model} has
   * the weights of the epoch with the lowest validation loss afterwards; without, the last ones.
   * Called again with the same data, or after {@link #restore}, it goes on where it stands, up to
   * the rule's epochs in all.
   *
   * @param training examples; {@link io.carousel.data.Chunks} have their state carried
   * @param validation examples, or null
   * @throws IllegalArgumentException if the data do not suit network and loss, or are others than
   *     those of the call before; before work starts
   * @throws DivergedException if loss, gradient, weights or validation loss are no longer finite;
   *     {@link #model} is finite still
   */
  public TrainingReport fit(
      Dataset training, Dataset validation, StopRule stop, TrainingListener listener) {
    BatchSource source = TrainingData.forTraining(training, spec);
    BatchSource check = validation == null ? null : TrainingData.forValidation(validation, spec);
    requireValidation(check, stop);
    SeenData data = SeenData.of(training, validation, spec.loss());
    if (seen != null) {
      data.requireSameAs(seen);
    }
    begin(source, TrainingSettings.of(spec, data));
    seen = data;
    try {
      return report(train(source, check, stop, listener));
    } finally {
      plans.release();
    }
  }

  private TrainingReport.Reason train(
      BatchSource source, BatchSource check, StopRule stop, TrainingListener listener) {
    while (progress.epoch < stop.epochs() && !outOfPatience(stop)) {
      if (!trainEpoch(source, listener)) {
        return TrainingReport.Reason.CANCELLED;
      }
      listener.onEpoch(this, finishEpoch(check));
    }
    return outOfPatience(stop) ? TrainingReport.Reason.PATIENCE : TrainingReport.Reason.EPOCHS;
  }

  private void requireValidation(BatchSource check, StopRule stop) {
    Require.that(
        check != null || stop.patience() == 0,
        "patience needs validation data, patience=" + stop.patience() + ", validation=null");
    Require.that(
        check != null || plateau(spec.schedule()) == null,
        "a plateau schedule needs validation data, schedule="
            + TrainingSettings.text(spec.schedule()));
  }

  private void begin(BatchSource source, TrainingSettings now) {
    if (requiredSettings != null) {
      now.requireSameAs(requiredSettings);
    }
    settings = now;
    cancelled = false;
    if (source.carriesState() && session == null) {
      session = backend.session(spec.network(), source.sequences());
      if (carried != null) {
        session.write(carried);
      }
    }
  }

  private boolean outOfPatience(StopRule stop) {
    return stop.patience() > 0 && progress.sinceBest >= stop.patience();
  }

  /** Runs what is left of the current epoch; false if it was cancelled. */
  private boolean trainEpoch(BatchSource source, TrainingListener listener) {
    List<Batch> batches = source.epoch(progress.epoch);
    while (progress.batch < batches.size()) {
      if (cancelled) {
        return false;
      }
      long start = System.nanoTime();
      boolean updated = step(source, batches);
      progress.seconds += (System.nanoTime() - start) * 1e-9;
      listener.onStep(this, describeStep(batches.size(), updated));
    }
    return true;
  }

  /** One batch: fill, run, and apply if it is time; true if the weights have changed. */
  private boolean step(BatchSource source, List<Batch> batches) {
    Batch batch = batches.get(progress.batch);
    NetworkPlan plan = plans.get(source.shape(batch, spec.precision()), Mode.TRAINING);
    batch.fill(source.data(), plan.staging(slot));
    plan.staging(slot).scalars(scalars(batches.size()));
    if (source.carriesState()) {
      batch.resetFresh(session);
    }
    plan.run(slot, source.carriesState() ? session : null);
    progress.runs++;
    progress.batch++;
    progress.epochSequences += batch.count();
    progress.epochSteps += batch.validSteps(source.data());
    boolean apply =
        ++progress.accumulated == spec.accumulation() || progress.batch == batches.size();
    if (apply) {
      plan.apply(slot);
      progress.updates++;
      progress.accumulated = 0;
    }
    slot = (slot + 1) % Plan.SLOTS;
    readLoss(progress.batch == batches.size());
    return apply;
  }

  private Scalars scalars(int batches) {
    double epochs = progress.epoch + (double) progress.batch / batches;
    double factor =
        spec.schedule()
            .factor(new Schedule.Progress(epochs, progress.updates, progress.plateauFactor));
    progress.learningRate = spec.update().optimizer().learningRate() * factor;
    return new Scalars(progress.learningRate, progress.updates, progress.runs, spec.seed());
  }

  /** Reading waits for the backend, so it is done now and then only. */
  private void readLoss(boolean endOfEpoch) {
    if (endOfEpoch || (progress.accumulated == 0 && progress.updates % READ_EVERY == 0)) {
      Sums sums = parameters.sums();
      meanLoss = sums.meanLoss();
      skipped = skippedInEpoch();
      requireGood(sums);
    }
  }

  private void requireGood(Sums sums) {
    if (sums.firstBadUpdate() >= 0) {
      throw new DivergedException(
          "the loss",
          sums.firstBadUpdate(),
          sums.meanLoss(),
          sums.gradientNorm(),
          kept.describeBeforeUpdate());
    }
  }

  private DivergedException diverged(String what, double loss, Sums sums) {
    return new DivergedException(
        what, progress.updates - 1, loss, sums.gradientNorm(), kept.describe());
  }

  private long skippedInEpoch() {
    return spec.precision().scalesLoss()
        ? parameters.lossScale().skipped() - progress.skippedBefore()
        : 0;
  }

  private TrainingListener.Step describeStep(int batches, boolean updated) {
    return new TrainingListener.Step(
        progress.epoch,
        progress.batch - 1,
        batches,
        progress.updates,
        updated,
        meanLoss,
        progress.learningRate,
        progress.epochSequences,
        skipped);
  }

  private EpochResult finishEpoch(BatchSource check) {
    Sums sums = parameters.sums();
    double trainingLoss = sums.meanLoss();
    if (!kept.keep(progress.epoch)) {
      throw diverged("the weights", trainingLoss, sums);
    }
    double validationLoss = check == null ? Double.NaN : validate(check, sums);
    parameters.sums(Sums.ZERO);
    meanLoss = Double.NaN;
    skipped = 0;
    EpochResult result =
        new EpochResult(
            progress.epoch,
            trainingLoss,
            validationLoss,
            progress.learningRate,
            progress.epochSequences,
            progress.epochSteps,
            progress.seconds,
            skippedInEpoch());
    progress.finishEpoch(result);
    return result;
  }

  private double validate(BatchSource check, Sums training) {
    plans.release();
    double loss = evaluator.evaluate(check, OutputListener.NONE).meanLoss();
    if (!Double.isFinite(loss)) {
      throw diverged("the validation loss", loss, training);
    }
    if (progress.improves(loss)) {
      kept.keepAsBest();
    }
    Schedule.Plateau plateau = plateau(spec.schedule());
    if (plateau != null) {
      progress.watchPlateau(plateau, loss);
    }
    return loss;
  }

  private static Schedule.Plateau plateau(Schedule schedule) {
    return switch (schedule.kind()) {
      case PLATEAU -> (Schedule.Plateau) schedule;
      case WARM_UP -> plateau(((Schedule.WarmUp) schedule).then());
      case CONSTANT, STEP, EXPONENTIAL, COSINE -> null;
    };
  }

  private TrainingReport report(TrainingReport.Reason reason) {
    double seconds =
        progress.seconds + progress.history.stream().mapToDouble(EpochResult::seconds).sum();
    return new TrainingReport(reason, progress.history, progress.bestEpoch, seconds);
  }

  /** Asks {@link #fit} to return after the batch it is at; from any thread. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * The weights as a model: those of the best epoch if there was validation, else the last. Where
   * these are not finite it has those after the last epoch that left finite ones, else those that
   * training began with.
   */
  public Model model() {
    return Model.of(spec.network(), kept.forModel());
  }

  /**
   * The run as it stands between two batches.
   *
   * @throws DivergedException if it has diverged, so that nothing could go on from here
   */
  public Checkpoint checkpoint() {
    Sums sums = parameters.sums();
    requireGood(sums);
    Map<Block, double[]> blocks = new EnumMap<>(Block.class);
    for (Block block : Block.values()) {
      if (parameters.has(block)) {
        blocks.put(block, parameters.read(block));
      }
    }
    if (!KeptWeights.finite(blocks.get(Block.WEIGHTS))) {
      throw diverged("the weights", sums.meanLoss(), sums);
    }
    return new Checkpoint(
        spec.network(),
        settings,
        backend.name(),
        backend.numberType(),
        spec.precision(),
        progress.freeze(sums, parameters.lossScale()),
        blocks,
        kept.best() == null ? null : kept.best().clone(),
        session == null ? null : session.read());
  }

  /**
   * Takes over a run that stood still; {@link #fit} then goes on with the same bits as if it never
   * had, provided that it stood still on this backend. A run of another one is taken over too: the
   * log says so, and from float64 to float32 its numbers are rounded. Must come before {@link
   * #fit}.
   *
   * @throws IllegalArgumentException if the checkpoint is of another network or precision, has
   *     weights that are not finite, or a number that is too large for this backend; other settings
   *     and data are compared when {@link #fit} starts
   */
  public void restore(Checkpoint checkpoint) {
    restore(checkpoint, checkpoint.settings());
  }

  /**
   * As {@link #restore}, for a run that goes on along another schedule than it began with: the
   * learning rate is that of the new one from the next update on, where the updates before had that
   * of the old one.
   */
  public void restoreWithOtherSchedule(Checkpoint checkpoint) {
    restore(checkpoint, checkpoint.settings().withScheduleOf(spec));
  }

  private void restore(Checkpoint checkpoint, TrainingSettings required) {
    checkpoint.requireFits(spec);
    Checkpoint own = Move.to(backend, checkpoint);
    kept.restore(own);
    parameters.lossScale(own.state().lossScale()); // first: gradient sums are kept times it
    own.blocks().forEach(parameters::write);
    parameters.sums(own.state().sums());
    progress = Progress.of(own.state());
    carried = own.carried();
    requiredSettings = required;
    settings = required;
  }

  @Override
  public void close() {
    plans.close();
    evaluator.close();
    if (session != null) {
      session.close();
      session = null;
    }
    parameters.close();
  }
}
