package io.carousel.io;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns of a CSV file are kept, and as what. All others are skipped.
 *
 * @param numbers the columns of numbers
 * @param texts the columns whose cells are kept as they stand; may share columns with numbers
 */
public record CsvColumns(Set<String> numbers, Set<String> texts) {
  public CsvColumns {
    numbers = Set.copyOf(numbers);
    texts = Set.copyOf(texts);
  }

  /** These columns of numbers. */
  public static CsvColumns numbers(Collection<String> names) {
    return new CsvColumns(new LinkedHashSet<>(names), Set.of());
  }

  /** These columns of texts too. */
  public CsvColumns andTexts(List<String> names) {
    Set<String> all = new LinkedHashSet<>(texts);
    all.addAll(names);
    return new CsvColumns(numbers, all);
  }
}
