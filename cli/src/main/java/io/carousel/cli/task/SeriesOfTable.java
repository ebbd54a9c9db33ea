package io.carousel.cli.task;

import io.carousel.data.Series;
import io.carousel.io.CsvTable;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.Reading;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The series in a table, with the gaps that windows must not cross.
 *
 * @param encoding of all numbers of a row
 * @param targets the columns foretold; where one was filled in, its row is not foretold
 */
record SeriesOfTable(
    CsvTable table, FeatureEncoding encoding, List<String> targets, Reading reading) {

  /**
   * In the order in which they first appear; {@code idColumn} is null where there is one series.
   */
  List<Series> bySeries(String idColumn) {
    if (reading.timeColumn() != null) {
      table.checkTimeOrder(reading.timeColumn(), idColumn);
    }
    List<Series> series = new ArrayList<>();
    table.bySeries(idColumn).forEach((id, rows) -> series.add(one(id, rows)));
    return series;
  }

  private Series one(String id, int[] rows) {
    BitSet dropped = table.missing().afterDropped();
    BitSet gaps = new BitSet();
    BitSet filled = new BitSet();
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      gaps.set(i, i > 0 && dropped.get(row) && reading.largestGap() <= 0);
      filled.set(i, targets.stream().anyMatch(target -> table.isFilled(row, target)));
    }
    return encoding.apply(table, rows, id).withGaps(gaps).withNotForetold(filled);
  }
}
