package io.carousel.peers;

import java.util.Locale;

/** The systems. */
enum PeerKind {
  CAROUSEL(true) {
    @Override
    Peer open(Example example, int threads) {
      return new CarouselPeer("cpu", example, threads);
    }
  },
  LIBTORCH(true) {
    @Override
    Peer open(Example example, int threads) {
      return new LibtorchPeer(example, threads);
    }
  },
  ONNXRUNTIME(false) {
    @Override
    Peer open(Example example, int threads) {
      return new OnnxRuntimePeer(example, threads);
    }
  };

  private final boolean trains;

  PeerKind(boolean trains) {
    this.trains = trains;
  }

  /** Whether it has training steps. */
  boolean trains() {
    return trains;
  }

  /** The name in commands and reports. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Prepares everything that is done once per shape. */
  abstract Peer open(Example example, int threads);
}
