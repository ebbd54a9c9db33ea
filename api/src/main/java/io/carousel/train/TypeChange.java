package io.carousel.train;

import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters.Block;
import java.util.EnumMap;
import java.util.Map;

/**
 * A run that goes on in another number type than it was kept in. From float32 to float64 every
 * number stays what it is, from float64 to float32 it is rounded to the nearest. Either way the
 * steps to come are computed in another arithmetic, so the bits are no longer those of a run that
 * never moved: which is said in the log, never passed over.
 */
final class TypeChange {
  private static final System.Logger LOG = System.getLogger(TypeChange.class.getName());

  private final NumberType type;

  private TypeChange(NumberType type) {
    this.type = type;
  }

  /**
   * The checkpoint in this type: itself if it is already.
   *
   * @throws IllegalArgumentException if a number is too large for the type
   */
  static Checkpoint of(Checkpoint from, NumberType type) {
    if (from.type() == type) {
      return from;
    }
    Checkpoint changed = new TypeChange(type).changed(from);
    boolean rounds = type == NumberType.F32;
    LOG.log(
        rounds ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
        "resumed in "
            + type.label()
            + " a run kept in "
            + from.type().label()
            + ": its numbers are "
            + (rounds ? "rounded" : "exact")
            + ", but the continuation is not bit-equal");
    return changed;
  }

  private Checkpoint changed(Checkpoint from) {
    Map<Block, double[]> blocks = new EnumMap<>(Block.class);
    from.blocks().forEach((block, values) -> blocks.put(block, changed(block.name(), values)));
    return new Checkpoint(
        from.network(),
        from.settings(),
        type,
        from.state(),
        blocks,
        changed("best weights", from.bestWeights()),
        changed("carried", from.carried()));
  }

  private double[] changed(String block, double[] from) {
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
            + " to be resumed in it, block="
            + block
            + ", index="
            + index
            + ", value="
            + value
            + "; resume it on the backend that wrote it");
  }
}
