package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.io.time.TimeOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTimesTest {
  private static final String SORT =
      "; sort the rows by time and remove duplicates; several series in one file are told apart by"
          + " train forecast --series-id";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("data.csv");
  }

  private CsvTable table(String text) throws IOException {
    Files.writeString(file, text);
    return CsvReader.read(
        file,
        CsvFormat.STANDARD,
        header -> CsvColumns.numbers(java.util.List.of()).andTexts(header));
  }

  private TimeOrder order(String text, String id, Reading reading) throws IOException {
    CsvTable table = table(text);
    Map<String, int[]> series = table.bySeries(id);
    TableTimes times = new TableTimes(table, reading, series.values());
    TimeOrder last = null;
    for (Map.Entry<String, int[]> one : series.entrySet()) {
      last = times.order(one.getKey(), one.getValue());
    }
    return last;
  }

  private TimeOrder order(String text, String id) throws IOException {
    return order(text, id, Reading.STANDARD.withTime("t", null, null));
  }

  @Test
  void timesThatAreNumbersAreComparedAsNumbers() throws IOException {
    assertThat(order("t,x\n9,1\n10,2\n1e2,3\n", null).fault()).isEqualTo(-1);
  }

  @Test
  void timesCloserThanADoubleCanTellAreToldApart() throws IOException {
    assertThat(order("t\n1700000000000000001\n1700000000000000002\n", null).fault()).isEqualTo(-1);
  }

  @Test
  void datesAreComparedAsDatesWithinEachSeries() throws IOException {
    String text = "t,id\n31.01.2009,a\n01.01.2009,b\n01.02.2009,a\n02.01.2009,b\n";
    assertThat(order(text, "id").fault()).isEqualTo(-1);
    assertThatThrownBy(() -> order(text, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "time must strictly ascend within a series, row=3, column=t, text=01.01.2009, file="
                + file
                + ", before=31.01.2009, series=data.csv"
                + SORT);
  }

  @Test
  void datesThatAscendAsTextOnlyAreRefused() {
    assertThatThrownBy(() -> order("t\n01/15/2018\n01/15/2019\n02/15/2018\n", null))
        .hasMessage(
            "time must strictly ascend within a series, row=4, column=t, text=02/15/2018, file="
                + file
                + ", before=01/15/2019, series=data.csv"
                + SORT);
  }

  @Test
  void aTimeThatStandsStillIsAnError() {
    assertThatThrownBy(() -> order("t,id\n1,a\n1,b\n1.0,a\n", "id"))
        .hasMessage(
            "time must strictly ascend within a series, row=4, column=t, text=1.0, file="
                + file
                + ", before=1, series=a"
                + "; sort the rows by time and remove duplicates");
  }

  @Test
  void aDateThatCouldBeTwoIsRefusedWithBoth() throws IOException {
    String text = "t\n01/02/2018\n03/02/2018\n";
    assertThatThrownBy(() -> order(text, null))
        .hasMessage(
            "times must have one meaning, text=01/02/2018 could be 2018-02-01 (d/M/yyyy) or"
                + " 2018-01-02 (M/d/yyyy); choose one with --time-format, row=2, column=t, file="
                + file);
    Reading told = Reading.STANDARD.withTime("t", "dd/MM/yyyy", null);
    assertThat(order(text, null, told).fault()).isEqualTo(-1);
  }

  @Test
  void aTextThatIsNoTimeIsShownWithItsPlace() {
    assertThatThrownBy(() -> order("t\n2018-01-01\n2018-01-02\nlater\n", null))
        .hasMessage(
            "a time must be a date, a date with a clock or a number, written like those before it"
                + " (iso), text=later; correct it, or say how it is written with --time-format,"
                + " row=4, column=t, file="
                + file);
  }

  @Test
  void anHourThatComesTwiceNeedsAZone() throws IOException {
    String text = "t\n2018-10-28 01:00\n2018-10-28 02:00\n2018-10-28 02:00\n2018-10-28 03:00\n";
    assertThatThrownBy(() -> order(text, null))
        .hasMessageEndingWith(
            "; clocks seem to be put back here: name their zone with --time-zone");
    Reading berlin = Reading.STANDARD.withTime("t", null, "Europe/Berlin");
    assertThat(order(text, null, berlin).fault()).isEqualTo(-1);
  }

  @Test
  void anHourThatTheZoneSkipsIsNamed() {
    Reading berlin = Reading.STANDARD.withTime("t", null, "Europe/Berlin");
    String text = "t\n2018-03-25 01:00\n2018-03-25 02:00\n2018-03-25 03:00\n";
    assertThatThrownBy(() -> order(text, null, berlin))
        .hasMessageEndingWith(
            "; both are the same time in Europe/Berlin, whose clocks skip an hour here: correct the"
                + " time or the zone");
    assertThatThrownBy(() -> order("t\n2018-03-25 05:00\n2018-03-25 04:00\n", null, berlin))
        .hasMessageEndingWith(SORT);
  }

  @Test
  void anUnknownZoneIsRefused() {
    assertThatThrownBy(
            () -> order("t\n1\n", null, Reading.STANDARD.withTime("t", null, "Berlin/Mitte")))
        .hasMessage("time zone must be a name such as Europe/Berlin or UTC, timeZone=Berlin/Mitte");
  }

  @Test
  void gapsAreCountedAndTheLongestKnown() throws IOException {
    TimeOrder order = order("t\n1\n2\n3\n7\n8\n9\n11\n12\n13\n14\n15\n16\n", null);
    assertThat(order.gaps().stream()).containsExactly(3, 6);
    assertThat(order.missingSteps()).isEqualTo(4);
    assertThat(order.longestGap()).isEqualTo(3);
    assertThat(order.afterLongest()).isEqualTo(3);
  }

  @Test
  void ofTwoGapsOfOneLengthTheFirstIsTheLongest() throws IOException {
    TimeOrder order = order("t\n1\n2\n4\n5\n6\n8\n9\n10\n", null);
    assertThat(order.gaps().stream()).containsExactly(2, 5);
    assertThat(order.afterLongest()).isEqualTo(2);
  }

  @Test
  void timesKnowHowTheyAreWrittenAndHowTheyGoOn() throws IOException {
    CsvTable table = table("t\n30.01.2018\n31.01.2018\n01.02.2018\n");
    Reading reading = Reading.STANDARD.withTime("t", null, null);
    TableTimes times = new TableTimes(table, reading, table.bySeries(null).values());
    assertThat(times.format()).isEqualTo("d.M.yyyy");
    assertThat(times.step()).hasToString("1 day");
    assertThat(times.textAfter(0, 1)).isEqualTo("31.01.2018");
    assertThat(times.textAfter(2, 27)).isEqualTo("28.02.2018");
  }

  @Test
  void aTimeThatIsNotWrittenAsToldIsRefused() {
    assertThatThrownBy(
            () ->
                order(
                    "t\n31/01/2018\n2018-02-01\n",
                    null,
                    Reading.STANDARD.withTime("t", "dd/MM/yyyy", null)))
        .hasMessage(
            "a time must be written as dd/MM/yyyy, text=2018-02-01; correct it, row=3, column=t,"
                + " file="
                + file);
    assertThatThrownBy(
            () -> order("t\n1\nlater\n", null, Reading.STANDARD.withTime("t", "number", null)))
        .hasMessage(
            "a time must be written as number, text=later; correct it, row=3, column=t, file="
                + file);
  }

  @Test
  void clocksArePutBackByAnHourAndNoMore() {
    String zone = "; clocks seem to be put back here: name their zone with --time-zone";
    assertThatThrownBy(() -> order("t\n2018-10-28 03:00\n2018-10-28 02:00\n", null))
        .hasMessageEndingWith(zone);
    assertThatThrownBy(() -> order("t\n2018-10-28 03:01\n2018-10-28 02:00\n", null))
        .hasMessageEndingWith(SORT);
  }
}
