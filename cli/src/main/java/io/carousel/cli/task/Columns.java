package io.carousel.cli.task;

import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns a network reads.
 *
 * @param asked the columns by name, or null for all that are not otherwise used
 * @param categorical those among them that hold categories
 */
public record Columns(List<String> asked, List<String> categorical) {
  /** A column without a name is called so, with its position behind. */
  private static final String UNNAMED = "#";

  /** The names of the features in a file with this header. */
  List<String> features(List<String> header, List<String> otherwiseUsed, Path file) {
    if (asked != null) {
      return asked;
    }
    Set<String> excluded = new HashSet<>(otherwiseUsed);
    List<String> rest =
        header.stream().filter(name -> !excluded.contains(name) && !isUnnamed(name)).toList();
    Require.that(
        !rest.isEmpty(),
        "a feature column must be left, columns="
            + Shown.list(header)
            + ", excluded="
            + Shown.list(otherwiseUsed)
            + ", file="
            + file);
    return rest;
  }

  /** The columns of a header that are left out because they have no name. */
  List<String> unnamed(List<String> header) {
    return asked == null ? header.stream().filter(Columns::isUnnamed).toList() : List.of();
  }

  private static boolean isUnnamed(String name) {
    return name.startsWith(UNNAMED) && name.substring(1).chars().allMatch(Character::isDigit);
  }
}
