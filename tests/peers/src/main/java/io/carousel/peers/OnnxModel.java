package io.carousel.peers;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An ONNX model of one LSTM node, X [T, N, I] to Y [T, 1, N, H], with its weights inside. The
 * numbers are those of the fields in the ONNX project's onnx.proto3; protobuf's untyped messages
 * write them, so no generated classes are needed.
 */
final class OnnxModel {
  /** The name of the input. */
  static final String INPUT = "X";

  /** The name of the output. */
  static final String OUTPUT = "Y";

  private static final int FLOAT = 1;
  private static final int INTEGER_ATTRIBUTE = 2;
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 14;

  /** Where Carousel's gates i f g o stand in ONNX, which writes i o f c. */
  private static final int[] GATES = {0, 3, 1, 2};

  private OnnxModel() {}

  /** The bytes of a model file. */
  static byte[] bytes(Example example) {
    UnknownFieldSet operators = message().addField(2, number(OPERATOR_SET)).build();
    UnknownFieldSet model =
        message()
            .addField(1, number(IR_VERSION))
            .addField(7, part(graph(example)))
            .addField(8, part(operators))
            .build();
    return model.toByteArray();
  }

  private static UnknownFieldSet graph(Example example) {
    Shape s = example.shape();
    int gates = 4 * s.hidden();
    float[] w = reorder(example.inputWeights(), s.hidden() * s.input());
    float[] r = reorder(example.recurrentWeights(), s.hidden() * s.hidden());
    float[] b = reorder(example.bias(), s.hidden());
    float[] twoBiases = Arrays.copyOf(b, 2 * gates);
    Field initializers =
        Field.newBuilder()
            .addLengthDelimited(tensor("W", w, 1, gates, s.input()))
            .addLengthDelimited(tensor("R", r, 1, gates, s.hidden()))
            .addLengthDelimited(tensor("B", twoBiases, 1, 2L * gates))
            .build();
    return message()
        .addField(1, part(node(s)))
        .addField(2, text("lstm"))
        .addField(5, initializers)
        .addField(11, part(value(INPUT, s.steps(), s.sequences(), s.input())))
        .addField(12, part(value(OUTPUT, s.steps(), 1, s.sequences(), s.hidden())))
        .build();
  }

  private static UnknownFieldSet node(Shape shape) {
    UnknownFieldSet hidden =
        message()
            .addField(1, text("hidden_size"))
            .addField(3, number(shape.hidden()))
            .addField(20, number(INTEGER_ATTRIBUTE))
            .build();
    return message()
        .addField(1, text(INPUT, "W", "R", "B"))
        .addField(2, text(OUTPUT))
        .addField(4, text("LSTM"))
        .addField(5, part(hidden))
        .build();
  }

  /** Blocks of rows in ONNX's order of gates. */
  private static float[] reorder(float[] values, int block) {
    float[] reordered = new float[values.length];
    for (int gate = 0; gate < GATES.length; gate++) {
      System.arraycopy(values, GATES[gate] * block, reordered, gate * block, block);
    }
    return reordered;
  }

  private static ByteString tensor(String name, float[] values, long... axes) {
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    Field.Builder extents = Field.newBuilder();
    for (long axis : axes) {
      extents.addVarint(axis);
    }
    return message()
        .addField(1, extents.build())
        .addField(2, number(FLOAT))
        .addField(8, text(name))
        .addField(9, Field.newBuilder().addLengthDelimited(ByteString.copyFrom(data)).build())
        .build()
        .toByteString();
  }

  private static UnknownFieldSet value(String name, long... axes) {
    Field.Builder dimensions = Field.newBuilder();
    for (long axis : axes) {
      dimensions.addLengthDelimited(message().addField(1, number(axis)).build().toByteString());
    }
    UnknownFieldSet extents = message().addField(1, dimensions.build()).build();
    UnknownFieldSet tensor =
        message().addField(1, number(FLOAT)).addField(2, part(extents)).build();
    UnknownFieldSet type = message().addField(1, part(tensor)).build();
    return message().addField(1, text(name)).addField(2, part(type)).build();
  }

  private static UnknownFieldSet.Builder message() {
    return UnknownFieldSet.newBuilder();
  }

  private static Field number(long value) {
    return Field.newBuilder().addVarint(value).build();
  }

  private static Field part(UnknownFieldSet message) {
    return Field.newBuilder().addLengthDelimited(message.toByteString()).build();
  }

  private static Field text(String... values) {
    Field.Builder field = Field.newBuilder();
    for (String value : values) {
      field.addLengthDelimited(ByteString.copyFrom(value, StandardCharsets.UTF_8));
    }
    return field.build();
  }
}
