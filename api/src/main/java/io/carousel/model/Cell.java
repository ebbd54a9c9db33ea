package io.carousel.model;

import java.util.List;

/** The kinds of recurrent cell, with their gates in canonical order. */
public enum Cell {
  /** Long short-term memory: input, forget, candidate and output gate; h and c are carried. */
  LSTM("lstm", List.of("i", "f", "g", "o"), true, false),
  /** Gated recurrent unit, reset after the matrix product; one more bias for n's recurrent part. */
  GRU("gru", List.of("r", "z", "n"), false, true),
  /** The plain network whose gradient vanishes, with tanh. */
  RNN_TANH("rnn", List.of("h"), false, false),
  /** The plain network with relu. */
  RNN_RELU("rnn-relu", List.of("h"), false, false);

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // always a List.of
  private final List<String> gates;

  private final boolean cellState;
  private final boolean recurrentBias;

  Cell(String label, List<String> gates, boolean cellState, boolean recurrentBias) {
    this.label = label;
    this.gates = gates;
    this.cellState = cellState;
    this.recurrentBias = recurrentBias;
  }

  /** The short lower-case name used in tables, tensor names and options. */
  public String label() {
    return label;
  }

  /** The gates in the order in which their rows stand in W, R and b. */
  public List<String> gates() {
    return gates;
  }

  /** Whether a cell state c is carried beside h. */
  public boolean hasCellState() {
    return cellState;
  }

  /** Whether there is a bias of its own inside the recurrent product: the GRU's rb. */
  public boolean hasRecurrentBias() {
    return recurrentBias;
  }

  /** Whether one of the gates is the forget gate f. */
  public boolean hasForgetGate() {
    return gates.contains("f");
  }
}
