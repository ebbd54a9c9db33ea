package io.carousel.train;

import io.carousel.spi.Backend;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters.Block;
import java.util.EnumMap;
import java.util.Map;

/**
 * A run that goes on on another backend than kept it. Its numbers stay what they are, unless it
 * moves from float64 to float32: then they are rounded to the nearest. Either way the steps to come
 * are computed by other kernels, so the bits are no longer those of a run that never moved: which
 * is said in the log, never passed over.
 */
final class Move {
  private static final System.Logger LOG = System.getLogger(Move.class.getName());

  private final String backend;
  private final NumberType type;

  private Move(Backend to) {
    backend = to.name();
    type = to.numberType();
  }

  /**
   * The checkpoint as this backend would have kept it: itself if it did.
   *
   * @throws IllegalArgumentException if a number is too large for the backend's type
   */
  static Checkpoint to(Backend backend, Checkpoint from) {
    if (from.backend().equals(backend.name()) && from.type() == backend.numberType()) {
      return from;
    }
    Move move = new Move(backend);
    Checkpoint moved = move.moved(from);
    boolean rounds = from.type() == NumberType.F64 && move.type == NumberType.F32;
    LOG.log(
        rounds ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
        "resumed on "
            + place(move.backend, move.type)
            + " a run kept on "
            + place(from.backend(), from.type())
            + ": its numbers are "
            + (rounds ? "rounded" : "exact")
            + ", but the continuation is not bit-equal");
    return moved;
  }

  private static String place(String backend, NumberType type) {
    return backend + " (" + type.label() + ")";
  }

  private Checkpoint moved(Checkpoint from) {
    Map<Block, double[]> blocks = new EnumMap<>(Block.class);
    from.blocks().forEach((block, values) -> blocks.put(block, moved(block.name(), values)));
    return new Checkpoint(
        from.network(),
        from.settings(),
        backend,
        type,
        from.precision(),
        from.state(),
        blocks,
        moved("best weights", from.bestWeights()),
        moved("carried", from.carried()));
  }

  private double[] moved(String block, double[] from) {
    if (from == null) {
      return null;
    }
    double[] to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = type.nearest(from[i]);
      if (Double.isInfinite(to[i]) && Double.isFinite(from[i])) {
        throw tooLarge(block, i, from[i]);
      }
    }
    return to;
  }

  private IllegalArgumentException tooLarge(String block, int index, double value) {
    return new IllegalArgumentException(
        "a run must fit "
            + type.label()
            + " to go on on "
            + backend
            + ", block="
            + block
            + ", index="
            + index
            + ", value="
            + value
            + "; resume it on the backend that kept it");
  }
}
