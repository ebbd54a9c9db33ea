package io.carousel.train;

/**
 * What an epoch came to.
 *
 * @param epoch from 0
 * @param trainingLoss the mean over the epoch, with dropout and with weights that still changed
 * @param validationLoss the mean after the epoch; NaN without validation data
 * @param learningRate of the last update
 * @param sequences how many examples were used
 * @param timeSteps how many valid time steps they had
 * @param seconds the time for training, without validation
 * @param skippedUpdates how many updates were skipped since float16 overflowed; 0 in any precision
 *     but fp16
 */
public record EpochResult(
    long epoch,
    double trainingLoss,
    double validationLoss,
    double learningRate,
    long sequences,
    long timeSteps,
    double seconds,
    long skippedUpdates) {}
