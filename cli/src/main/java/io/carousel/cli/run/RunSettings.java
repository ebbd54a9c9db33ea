package io.carousel.cli.run;

import io.carousel.optim.Schedule;
import io.carousel.optim.UpdateChain;
import io.carousel.spi.Precision;
import io.carousel.train.StopRule;

/**
 * How a run goes.
 *
 * @param accumulate batches per update
 * @param checkpointEvery updates between checkpoints, 0 for the ends of epochs only
 * @param resume whether to go on from a checkpoint
 * @param restretch whether it may go on along another schedule
 * @param precision of training and of the measures
 */
public record RunSettings(
    UpdateChain update,
    Schedule schedule,
    int batch,
    int accumulate,
    StopRule stop,
    long seed,
    int checkpointEvery,
    boolean resume,
    boolean restretch,
    Precision precision) {}
