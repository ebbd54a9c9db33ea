package io.carousel.bindings;

import static io.carousel.bindings.Argument.BIAS;
import static io.carousel.bindings.Argument.DIFF_BIAS;
import static io.carousel.bindings.Argument.DIFF_DST_ITER;
import static io.carousel.bindings.Argument.DIFF_DST_ITER_C;
import static io.carousel.bindings.Argument.DIFF_DST_LAYER;
import static io.carousel.bindings.Argument.DIFF_SRC_ITER;
import static io.carousel.bindings.Argument.DIFF_SRC_ITER_C;
import static io.carousel.bindings.Argument.DIFF_SRC_LAYER;
import static io.carousel.bindings.Argument.DIFF_WEIGHTS_ITER;
import static io.carousel.bindings.Argument.DIFF_WEIGHTS_LAYER;
import static io.carousel.bindings.Argument.DIFF_WEIGHTS_PEEPHOLE;
import static io.carousel.bindings.Argument.DIFF_WEIGHTS_PROJECTION;
import static io.carousel.bindings.Argument.DST_ITER;
import static io.carousel.bindings.Argument.DST_ITER_C;
import static io.carousel.bindings.Argument.DST_LAYER;
import static io.carousel.bindings.Argument.SRC_ITER;
import static io.carousel.bindings.Argument.SRC_ITER_C;
import static io.carousel.bindings.Argument.SRC_LAYER;
import static io.carousel.bindings.Argument.WEIGHTS_ITER;
import static io.carousel.bindings.Argument.WEIGHTS_LAYER;
import static io.carousel.bindings.Argument.WEIGHTS_PEEPHOLE;
import static io.carousel.bindings.Argument.WEIGHTS_PROJECTION;

import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Descriptors of oneDNN's RNN primitives.
 *
 * <p>Dimensions: SRC_LAYER and DST_LAYER [T, N, C]; states [L, D, N, C]; WEIGHTS_LAYER and
 * WEIGHTS_ITER [L, D, I, G, O]; WEIGHTS_PEEPHOLE [L, D, 3, O]; WEIGHTS_PROJECTION [L, D, I, O];
 * BIAS [L, D, G, O]. What is optional to oneDNN may be left out: states, peepholes, projection,
 * bias.
 */
public final class Rnn {
  private static final List<Argument> LSTM_ONLY =
      List.of(
          SRC_ITER_C,
          DST_ITER_C,
          WEIGHTS_PEEPHOLE,
          WEIGHTS_PROJECTION,
          DIFF_SRC_ITER_C,
          DIFF_DST_ITER_C,
          DIFF_WEIGHTS_PEEPHOLE,
          DIFF_WEIGHTS_PROJECTION);

  private Rnn() {}

  /**
   * A forward primitive.
   *
   * @param descriptors stay the caller's to close
   * @param shape the caller's words for messages, such as {@code lstm_forward T=64 N=32 I=128 H=256
   *     f32}
   * @throws IllegalArgumentException if a descriptor is given that the cell does not know
   * @throws NativeCallException if oneDNN has no implementation for it
   */
  public static PrimitiveDescriptor forward(
      Engine engine,
      RnnCell cell,
      Propagation propagation,
      RnnDirection direction,
      Descriptors descriptors,
      Attributes attributes,
      String shape) {
    requireKnown(cell, descriptors);
    engine.requireOpen();
    attributes.requireOpen();
    Call call = new Call(engine, direction, descriptors, attributes);
    return PrimitiveDescriptor.create(
        function(cell, "forward"),
        shape,
        out ->
            switch (cell) {
              case LSTM -> call.lstmForward(out, propagation);
              case LBR_GRU -> call.lbrGruForward(out, propagation);
              case VANILLA_RNN_TANH, VANILLA_RNN_RELU ->
                  call.vanillaForward(out, propagation, cell.activation);
            });
  }

  /**
   * The backward primitive of a forward-training primitive.
   *
   * @param descriptors the forward arguments and their DIFF_ companions; stay the caller's to close
   * @param forward the forward primitive's descriptor, for its implementation's sake
   * @param overwrite whether weight gradients replace what is in their memory; else they are added
   *     to it
   * @param shape the caller's words for messages
   * @throws IllegalArgumentException if a descriptor is given that the cell does not know
   * @throws NativeCallException if oneDNN has no implementation for it
   */
  public static PrimitiveDescriptor backward(
      Engine engine,
      RnnCell cell,
      RnnDirection direction,
      Descriptors descriptors,
      PrimitiveDescriptor forward,
      boolean overwrite,
      Attributes attributes,
      String shape) {
    requireKnown(cell, descriptors);
    engine.requireOpen();
    attributes.requireOpen();
    forward.requireOpen();
    int flags = overwrite ? dnnl.dnnl_rnn_flags_diff_weights_overwrite : dnnl.dnnl_rnn_flags_undef;
    Call call = new Call(engine, direction, descriptors, attributes);
    dnnl_primitive_desc hint = forward.handle;
    return PrimitiveDescriptor.create(
        function(cell, "backward"),
        shape,
        out ->
            switch (cell) {
              case LSTM -> call.lstmBackward(out, flags, hint);
              case LBR_GRU -> call.lbrGruBackward(out, flags, hint);
              case VANILLA_RNN_TANH, VANILLA_RNN_RELU ->
                  call.vanillaBackward(out, cell.activation, flags, hint);
            });
  }

  private static String function(RnnCell cell, String way) {
    String kind =
        switch (cell) {
          case LSTM -> "lstm";
          case LBR_GRU -> "lbr_gru";
          case VANILLA_RNN_TANH, VANILLA_RNN_RELU -> "vanilla_rnn";
        };
    return "dnnl_" + kind + "_" + way + "_primitive_desc_create";
  }

  private static void requireKnown(RnnCell cell, Descriptors descriptors) {
    if (cell == RnnCell.LSTM) {
      return;
    }
    for (Argument argument : LSTM_ONLY) {
      if (descriptors.has(argument)) {
        throw new IllegalArgumentException(
            "cell " + cell + " must not be given what only LSTM has, argument=" + argument);
      }
    }
  }

  /** The C calls, which take their descriptors one by one. */
  private record Call(
      Engine engine, RnnDirection direction, Descriptors descriptors, Attributes attributes) {
    private dnnl_memory_desc of(Argument argument) {
      return descriptors.orNull(argument);
    }

    int lstmForward(dnnl_primitive_desc out, Propagation propagation) {
      return dnnl.dnnl_lstm_forward_primitive_desc_create(
          out,
          engine.handle,
          propagation.code,
          direction.code,
          of(SRC_LAYER),
          of(SRC_ITER),
          of(SRC_ITER_C),
          of(WEIGHTS_LAYER),
          of(WEIGHTS_ITER),
          of(WEIGHTS_PEEPHOLE),
          of(WEIGHTS_PROJECTION),
          of(BIAS),
          of(DST_LAYER),
          of(DST_ITER),
          of(DST_ITER_C),
          dnnl.dnnl_rnn_flags_undef,
          attributes.handle);
    }

    int lstmBackward(dnnl_primitive_desc out, int flags, dnnl_primitive_desc hint) {
      return dnnl.dnnl_lstm_backward_primitive_desc_create(
          out,
          engine.handle,
          dnnl.dnnl_backward,
          direction.code,
          of(SRC_LAYER),
          of(SRC_ITER),
          of(SRC_ITER_C),
          of(WEIGHTS_LAYER),
          of(WEIGHTS_ITER),
          of(WEIGHTS_PEEPHOLE),
          of(WEIGHTS_PROJECTION),
          of(BIAS),
          of(DST_LAYER),
          of(DST_ITER),
          of(DST_ITER_C),
          of(DIFF_SRC_LAYER),
          of(DIFF_SRC_ITER),
          of(DIFF_SRC_ITER_C),
          of(DIFF_WEIGHTS_LAYER),
          of(DIFF_WEIGHTS_ITER),
          of(DIFF_WEIGHTS_PEEPHOLE),
          of(DIFF_WEIGHTS_PROJECTION),
          of(DIFF_BIAS),
          of(DIFF_DST_LAYER),
          of(DIFF_DST_ITER),
          of(DIFF_DST_ITER_C),
          flags,
          hint,
          attributes.handle);
    }

    int lbrGruForward(dnnl_primitive_desc out, Propagation propagation) {
      return dnnl.dnnl_lbr_gru_forward_primitive_desc_create(
          out,
          engine.handle,
          propagation.code,
          direction.code,
          of(SRC_LAYER),
          of(SRC_ITER),
          of(WEIGHTS_LAYER),
          of(WEIGHTS_ITER),
          of(BIAS),
          of(DST_LAYER),
          of(DST_ITER),
          dnnl.dnnl_rnn_flags_undef,
          attributes.handle);
    }

    int lbrGruBackward(dnnl_primitive_desc out, int flags, dnnl_primitive_desc hint) {
      return dnnl.dnnl_lbr_gru_backward_primitive_desc_create(
          out,
          engine.handle,
          dnnl.dnnl_backward,
          direction.code,
          of(SRC_LAYER),
          of(SRC_ITER),
          of(WEIGHTS_LAYER),
          of(WEIGHTS_ITER),
          of(BIAS),
          of(DST_LAYER),
          of(DST_ITER),
          of(DIFF_SRC_LAYER),
          of(DIFF_SRC_ITER),
          of(DIFF_WEIGHTS_LAYER),
          of(DIFF_WEIGHTS_ITER),
          of(DIFF_BIAS),
          of(DIFF_DST_LAYER),
          of(DIFF_DST_ITER),
          flags,
          hint,
          attributes.handle);
    }

    int vanillaForward(dnnl_primitive_desc out, Propagation propagation, int activation) {
      return dnnl.dnnl_vanilla_rnn_forward_primitive_desc_create(
          out,
          engine.handle,
          propagation.code,
          activation,
          direction.code,
          of(SRC_LAYER),
          of(SRC_ITER),
          of(WEIGHTS_LAYER),
          of(WEIGHTS_ITER),
          of(BIAS),
          of(DST_LAYER),
          of(DST_ITER),
          dnnl.dnnl_rnn_flags_undef,
          0f,
          0f,
          attributes.handle);
    }

    int vanillaBackward(
        dnnl_primitive_desc out, int activation, int flags, dnnl_primitive_desc hint) {
      return dnnl.dnnl_vanilla_rnn_backward_primitive_desc_create(
          out,
          engine.handle,
          dnnl.dnnl_backward,
          activation,
          direction.code,
          of(SRC_LAYER),
          of(SRC_ITER),
          of(WEIGHTS_LAYER),
          of(WEIGHTS_ITER),
          of(BIAS),
          of(DST_LAYER),
          of(DST_ITER),
          of(DIFF_SRC_LAYER),
          of(DIFF_SRC_ITER),
          of(DIFF_WEIGHTS_LAYER),
          of(DIFF_WEIGHTS_ITER),
          of(DIFF_BIAS),
          of(DIFF_DST_LAYER),
          of(DIFF_DST_ITER),
          flags,
          0f,
          0f,
          hint,
          attributes.handle);
    }
  }
}
