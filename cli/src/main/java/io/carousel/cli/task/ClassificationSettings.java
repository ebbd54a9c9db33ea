package io.carousel.cli.task;

import io.carousel.io.Reading;
import io.carousel.model.Pooling;

/**
 * What a classification is to be.
 *
 * @param columns the features
 * @param sequenceId the column that tells sequences apart
 * @param label the column of the class
 * @param perStep whether each step has a class of its own
 * @param pooling how steps become one output; ignored if each has its own
 * @param seed deals sequences out to parts
 * @param strict whether a class too rare for every part is refused
 */
public record ClassificationSettings(
    Sources sources,
    Columns columns,
    String sequenceId,
    String label,
    boolean perStep,
    Pooling pooling,
    Reading reading,
    long seed,
    boolean strict) {}
