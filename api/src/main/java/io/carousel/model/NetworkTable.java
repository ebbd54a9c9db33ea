package io.carousel.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a network as a table. */
final class NetworkTable {
  private static final String[] HEADER = {"layer", "what", "output", "parameters"};

  private NetworkTable() {}

  static String of(NetworkSpec network) {
    ParameterLayout layout = ParameterLayout.of(network);
    List<String[]> rows = new ArrayList<>();
    rows.add(HEADER);
    rows.add(new String[] {"", inputText(network.input()), "[T, N" + inputAxis(network) + "]", ""});
    int width = network.input().width();
    boolean perStep = true;
    for (int i = 0; i < network.layers().size(); i++) {
      LayerSpec layer = network.layers().get(i);
      width = layer.outputWidth(width);
      perStep &= layer.keepsTime();
      String shape = perStep ? "[T, N, " + width + "]" : "[N, " + width + "]";
      rows.add(new String[] {"" + i, layer.describe(), shape, number(layout.parametersOfLayer(i))});
    }
    rows.add(new String[] {"", "total", "", number(layout.size())});
    return format(rows);
  }

  private static String inputText(InputSpec input) {
    return (input.tokens() ? "tokens, vocabulary=" : "features=") + input.width();
  }

  private static String inputAxis(NetworkSpec network) {
    return network.input().tokens() ? "" : ", " + network.input().width();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String format(List<String[]> rows) {
    int[] widths = new int[HEADER.length];
    for (String[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (String[] row : rows) {
      String line =
          String.format(
              Locale.ROOT,
              "%-" + widths[0] + "s  %-" + widths[1] + "s  %-" + widths[2] + "s  %" + widths[3]
                  + "s",
              (Object[]) row);
      table.append(line.stripTrailing()).append('\n');
    }
    return table.toString();
  }
}
