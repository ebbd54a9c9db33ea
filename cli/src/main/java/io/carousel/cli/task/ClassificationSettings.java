package io.carousel.cli.task;

import io.carousel.io.Missing;
import io.carousel.model.Pooling;
import java.util.List;

/**
 * What a classification is to be.
 *
 * @param features the columns read, or null for all but id and label
 * @param categorical those among them that hold categories
 * @param sequenceId the column that tells sequences apart
 * @param label the column of the class
 * @param perStep whether each step has a class of its own
 * @param pooling how steps become one output; ignored if each has its own
 * @param seed deals sequences out to parts
 */
public record ClassificationSettings(
    Sources sources,
    List<String> features,
    List<String> categorical,
    String sequenceId,
    String label,
    boolean perStep,
    Pooling pooling,
    Missing missing,
    long seed) {}
