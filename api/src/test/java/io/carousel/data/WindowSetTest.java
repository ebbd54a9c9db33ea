package io.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carousel.loss.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowSetTest {
  private static final Series SERIES =
      new Series(
          "s",
          List.of("a", "b", "c"),
          new double[] {1, 10, 5, 2, 20, 5, 3, 30, 5, 4, 40, 5, 5, 50, 5, 6, 60, 5});

  private static WindowSet set() {
    return Windows.of(SERIES, 2)
        .features("a", "c")
        .targets(List.of("b", "a"), Horizon.next(3))
        .standardized()
        .all();
  }

  @Test
  void isADataSet() {
    WindowSet set = set();
    assertThat(set.size()).isEqualTo(2);
    assertThat(set.length(1)).isEqualTo(2);
    assertThat(set.longest()).isEqualTo(2);
    assertThat(set.totalSteps()).isEqualTo(4);
    assertThat(set.targetWidth()).isEqualTo(6);
    assertThat(set.shape()).isEqualTo(new DataShape(false, 2, Loss.Targets.NUMBERS, 6, false));
  }

  @Test
  void foretellsRowByRowInTheDatasUnits() {
    WindowSet set = set();
    assertThat(set.actual(1)).containsExactly(40, 4, 50, 5, 60, 6);
    double deviation = Math.sqrt(35 / 12.0);
    float[] output = {0, 0, 1, 1, 0, -1};
    double[] values = set.unscale(output);
    assertThat(values[0]).isCloseTo(35, within(1e-9));
    assertThat(values[1]).isCloseTo(3.5, within(1e-9));
    assertThat(values[2]).isCloseTo(35 + 10 * deviation, within(1e-9));
    assertThat(values[3]).isCloseTo(3.5 + deviation, within(1e-9));
    assertThat(values[5]).isCloseTo(3.5 - deviation, within(1e-9));
  }

  @Test
  void spreadsAreThoseOfTheFirstShare() {
    List<ColumnSpread> spreads =
        Windows.of(SERIES, 2).features("a", "c").target("b", Horizon.ahead(1)).spreads(0.5);
    assertThat(spreads).extracting(ColumnSpread::column).containsExactly("a", "c", "b");
    assertThat(spreads).extracting(ColumnSpread::mean).containsExactly(2.0, 5.0, 20.0);
    assertThat(spreads).extracting(ColumnSpread::constant).containsExactly(false, true, false);
    assertThat(spreads.get(0).deviation()).isCloseTo(Math.sqrt(2 / 3.0), within(1e-12));
  }

  @Test
  void aSeriesOfExactlyOneWindowIsLongEnough() {
    Series five = new Series("five", List.of("a"), new double[] {1, 2, 3, 4, 5});
    Windows windows = Windows.of(five, 3).target("a", Horizon.next(2));
    assertThat(windows.split(1, 0, 0).training().size()).isEqualTo(1);
    assertThatThrownBy(() -> Windows.of(five, 4).target("a", Horizon.next(2)).split(1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows=5");
  }

  @Test
  void sharesMustBePartsOfTheWhole() {
    Windows windows = Windows.of(SERIES, 1).target("a", Horizon.ahead(1));
    assertThatThrownBy(() -> windows.split(0, 0.5, 0.5))
        .hasMessage(
            "split must have a training share above 0 and no negative share, split=0.0,0.5,0.5");
    assertThatThrownBy(() -> windows.split(0.5, 0.5, 0.1))
        .hasMessage("split must sum to 1, split=0.5,0.5,0.1");
    assertThat(windows.split(0.5, 0.5, 0).test().size()).isZero();
  }

  @Test
  void selectsColumnsInTheOrderAsked() {
    Series selected = SERIES.select(List.of("c", "a"));
    assertThat(selected.columns()).containsExactly("c", "a");
    assertThat(selected.rows()).isEqualTo(6);
    assertThat(selected.values())
        .containsExactly(5.0, 1.0, 5.0, 2.0, 5.0, 3.0, 5.0, 4.0, 5.0, 5.0, 5.0, 6.0);
    assertThat(selected.id()).isEqualTo("s");
  }

  @Test
  void columnsAreFoundByName() {
    assertThat(List.of("a", "b", "c"))
        .allMatch(name -> SERIES.columns().get(SERIES.column(name)).equals(name));
    assertThatThrownBy(() -> SERIES.column("d"))
        .hasMessage("column must be one of [a, b, c], column=d");
  }
}
