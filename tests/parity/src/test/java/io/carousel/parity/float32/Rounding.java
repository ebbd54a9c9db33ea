package io.carousel.parity.float32;

import io.carousel.spi.Precision;

/** What becomes of numbers in each precision; every number here is a float to begin with. */
enum Rounding {
  /** Nothing. */
  NONE(0) {
    @Override
    float factor(float x) {
      return x;
    }
  },
  /** The 13 lowest bits are cut off, which is the worst that hardware does. */
  TF32(0) {
    @Override
    float factor(float x) {
      return Float.intBitsToFloat(Float.floatToRawIntBits(x) & ~0x1FFF);
    }
  },
  /** To the nearest, even at ties; multiples of 2^-24 below 2^-14, infinity from 65520 on. */
  FP16(13) {
    @Override
    float factor(float x) {
      if (Math.abs(x) < 0x1p-14f) {
        return (float) (Math.rint(x * 0x1p24) * 0x1p-24);
      }
      return Math.abs(x) < 65520 ? nearest(x) : x * Float.POSITIVE_INFINITY;
    }
  },
  /** To the nearest, even at ties. */
  BF16(16) {
    @Override
    float factor(float x) {
      return nearest(x);
    }
  };

  private final int dropped;

  Rounding(int dropped) {
    this.dropped = dropped;
  }

  static Rounding of(Precision precision) {
    return switch (precision) {
      case STRICT -> NONE;
      case TF32 -> TF32;
      case FP16 -> FP16;
      case BF16 -> BF16;
    };
  }

  /** A factor as the multiplier sees it. */
  abstract float factor(float x);

  /** What a recurrent layer keeps. */
  float kept(float x) {
    return this == FP16 || this == BF16 ? factor(x) : x;
  }

  float[] factors(float[] x) {
    float[] rounded = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      rounded[i] = factor(x[i]);
    }
    return rounded;
  }

  void keep(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = kept(x[i]);
    }
  }

  final float nearest(float x) {
    int bits = Float.floatToRawIntBits(x);
    int half = (1 << (dropped - 1)) - 1 + (bits >>> dropped & 1);
    return Float.intBitsToFloat(bits + half & -(1 << dropped));
  }
}
