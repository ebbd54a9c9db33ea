package io.carousel.model;

import java.util.List;

/** The kinds of recurrent cell, with their gates in canonical order. */
public enum Cell {
  /** Long short-term memory: input, forget, candidate and output gate; h and c are carried. */
  LSTM("lstm", List.of("i", "f", "g", "o")),
  /** Gated recurrent unit, reset after the matrix product; one more bias for n's recurrent part. */
  GRU("gru", List.of("r", "z", "n")),
  /** The plain network whose gradient vanishes, with tanh. */
  RNN_TANH("rnn", List.of("h")),
  /** The plain network with relu. */
  RNN_RELU("rnn-relu", List.of("h"));

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // always a List.of
  private final List<String> gates;

  Cell(String label, List<String> gates) {
    this.label = label;
    this.gates = gates;
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
    return this == LSTM;
  }
}
