package io.carousel.parity;

import static io.carousel.model.RecurrentOption.backward;
import static io.carousel.model.RecurrentOption.bidirectional;
import static io.carousel.model.RecurrentOption.dropout;
import static io.carousel.model.RecurrentOption.layers;

import io.carousel.loss.Loss;
import io.carousel.model.Activation;
import io.carousel.model.Cell;
import io.carousel.model.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/** Whole networks: stacks of one to three layers, both directions, every loss in both forms. */
final class NetworkCases {
  private final List<NetworkCase> cases = new ArrayList<>();

  private NetworkCases() {}

  static List<NetworkCase> all() {
    NetworkCases list = new NetworkCases();
    list.addLosses();
    list.addStacks();
    list.addStateful();
    return list.cases;
  }

  /** Those for precisions with rounded factors: no kinks, more than a number or two. */
  static List<NetworkCase> rounded() {
    return all().stream().filter(one -> one.steps() > 1 && !Kinks.in(one.network())).toList();
  }

  private void addLosses() {
    List<Loss> losses =
        List.of(
            Loss.meanSquaredError(),
            Loss.meanAbsoluteError(),
            Loss.softmaxCrossEntropy(),
            Loss.binaryCrossEntropy());
    NetworkSpec perStep = NetworkSpec.input(5).lstm(13).dense(3);
    NetworkSpec perSequence = NetworkSpec.input(5).gru(13).finalState().dense(3);
    for (Loss loss : losses) {
      add("per step", perStep, loss, 7, 3, Lengths.UNSORTED, Lengths.ZEROS_AMONG);
      add("per sequence", perSequence, loss, 7, 3, Lengths.ZEROS_AMONG, Lengths.UNSORTED);
    }
  }

  private void addStacks() {
    Loss squared = Loss.meanSquaredError();
    NetworkSpec five = NetworkSpec.input(5);
    add("two layers", five.lstm(13, layers(2)).dense(1), squared, 7, 3);
    add("three layers", five.gru(13, layers(3)).dense(1), squared, 7, 3);
    add(
        "bidirectional, two layers, dropout, mean",
        five.lstm(13, layers(2), bidirectional(), dropout(0.3)).meanOverTime().dense(1),
        squared,
        7,
        3);
    add(
        "bidirectional, final state",
        five.lstm(13, bidirectional()).finalState().dense(1),
        squared,
        7,
        3,
        Lengths.ZEROS_AMONG,
        Lengths.UNSORTED);
    add(
        "backward, dropout, final state",
        five.gru(13, backward()).dropout(0.3).finalState().dense(1),
        squared,
        7,
        3,
        Lengths.UNSORTED,
        Lengths.ZEROS_AMONG);
    add(
        "bidirectional, last position",
        five.gru(13, bidirectional()).lastPosition().dense(1),
        squared,
        7,
        3,
        Lengths.ZEROS_AMONG,
        Lengths.UNSORTED);
    add(
        "bidirectional, three layers, dropout, max",
        five.rnn(13, layers(3), bidirectional(), dropout(0.5)).maxOverTime().dense(2),
        Loss.softmaxCrossEntropy(),
        7,
        3);
    add(
        "dropout everywhere",
        five.dropout(0.2).lstm(13).dropout(0.3).dense(5, Activation.TANH).dropout(0.4).dense(2),
        Loss.binaryCrossEntropy(),
        7,
        3);
    add("relu", five.recurrent(Cell.RNN_RELU, 5).dense(5, Activation.SIGMOID), squared, 7, 3);
    addLarge();
  }

  private void addLarge() {
    NetworkSpec text = NetworkSpec.tokens(31).embedding(13).lstm(64, layers(2), dropout(0.2));
    Lengths full = Lengths.FULL;
    Loss entropy = Loss.softmaxCrossEntropy();
    add("text", text.dense(31), entropy, 33, 32, Lengths.UNSORTED, Lengths.ONE_SHORT);
    add("text, not ragged", text.dense(31), entropy, 33, 3, full, full);
    add(
        "one sequence of one step",
        NetworkSpec.input(1).lstm(1).dense(1),
        Loss.meanSquaredError(),
        1,
        1,
        full,
        full);
    add(
        "nothing but empty sequences at first",
        NetworkSpec.input(5).lstm(13).dense(3),
        Loss.meanSquaredError(),
        1,
        3,
        Lengths.ONE_SHORT,
        Lengths.ONE_LEFT);
  }

  private void addStateful() {
    addStateful("lstm", NetworkSpec.input(5).lstm(13, layers(2)).dense(3));
    addStateful("gru", NetworkSpec.input(5).gru(13, layers(3), dropout(0.2)).dense(3));
    addStateful("rnn", NetworkSpec.input(5).rnn(13).lstm(5).dense(3));
  }

  private void addStateful(String label, NetworkSpec network) {
    Loss loss = Loss.softmaxCrossEntropy();
    cases.add(
        new NetworkCase(
            "stateful " + label, network, loss, 7, 3, Lengths.UNSORTED, Lengths.ZEROS_AMONG, true));
  }

  private void add(String label, NetworkSpec network, Loss loss, int steps, int sequences) {
    add(label, network, loss, steps, sequences, Lengths.UNSORTED, Lengths.FULL_IN_RAGGED);
  }

  private void add(
      String label,
      NetworkSpec network,
      Loss loss,
      int steps,
      int sequences,
      Lengths first,
      Lengths second) {
    cases.add(new NetworkCase(label, network, loss, steps, sequences, first, second, false));
  }
}
