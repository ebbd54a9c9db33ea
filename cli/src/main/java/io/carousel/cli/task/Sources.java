package io.carousel.cli.task;

import java.nio.file.Path;

/**
 * Where the data of a run come from.
 *
 * @param validation a file of its own, or null
 * @param test a file of its own, or null
 * @param split how {@code data} is cut into the parts that have no file of their own
 */
public record Sources(Path data, Path validation, Path test, Shares split) {
  public Sources {
    split = split.without(validation != null, test != null);
  }
}
