package io.carousel.cli.run;

import io.carousel.cli.task.Measures;
import io.carousel.cli.task.Part;
import io.carousel.predict.Model;
import io.carousel.train.TrainingReport;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param backend that ran it
 * @param metrics by part, of the model file's weights
 * @param baseline by name, on the test part
 */
public record Outcome(
    Model model,
    TrainingReport report,
    String backend,
    Map<Part, Measures> metrics,
    Map<String, Measures> baseline) {}
