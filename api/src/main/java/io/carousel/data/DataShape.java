package io.carousel.data;

import io.carousel.loss.Loss;

/**
 * What the examples of a data set look like, to be compared with a network before work starts.
 *
 * @param tokens whether the input is tokens
 * @param inputWidth C, or the largest token plus 1
 * @param targets what kind of targets there are, or null
 * @param targetWidth K, or the largest class plus 1
 * @param targetsPerStep whether each step has a target of its own
 */
public record DataShape(
    boolean tokens,
    int inputWidth,
    Loss.Targets targets,
    int targetWidth,
    boolean targetsPerStep) {}
