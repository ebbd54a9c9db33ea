package io.carousel.io;

import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.NumberType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The tensors of a file while a reader takes one block of a layout after the other. */
final class TensorGroup {
  private final SafetensorsFile file;
  private final NumberType type;
  private final Map<String, TensorEntry> left = new LinkedHashMap<>();

  /** All tensors of the file, which must have this type. */
  TensorGroup(SafetensorsFile file, NumberType type) {
    this.file = file;
    this.type = type;
    file.tensors().forEach(tensor -> left.put(tensor.name(), tensor));
  }

  /** Whether a tensor is left whose name starts so. */
  boolean has(String prefix) {
    return left.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** Takes the tensors of a layout, in its order, and checks that they are what it says. */
  List<TensorEntry> take(String prefix, ParameterLayout layout) {
    List<TensorEntry> taken = new ArrayList<>();
    for (ParameterLayout.Tensor tensor : layout.tensors()) {
      TensorEntry entry = take(prefix + tensor.name());
      List<Long> expected = tensor.shape().stream().map(Integer::longValue).toList();
      if (!entry.shape().equals(expected) || entry.elements() == 0) {
        throw new MalformedFileException(
            "shape must be "
                + expected
                + " as in the network, shape="
                + entry.shape()
                + ", tensor="
                + entry.name()
                + ", file="
                + file.path());
      }
      taken.add(entry);
    }
    Require.arraySize(layout.size(), "the parameters");
    return taken;
  }

  /** Takes a tensor, which must be there and have the type. */
  TensorEntry take(String name) {
    TensorEntry entry = left.remove(name);
    if (entry == null) {
      throw new MalformedFileException(
          "file must have the tensors of the network, missing=" + name + ", file=" + file.path());
    }
    if (entry.type() != type) {
      throw new MalformedFileException(
          "dtype must be "
              + type
              + ", dtype="
              + entry.type()
              + ", tensor="
              + name
              + ", file="
              + file.path());
    }
    return entry;
  }

  /** Throws where a tensor is left that nobody took. */
  void requireNoMore() {
    if (!left.isEmpty()) {
      throw new MalformedFileException(
          "file must have the tensors of the network only, extra="
              + Shown.text(new TreeSet<>(left.keySet()).toString())
              + ", file="
              + file.path());
    }
  }
}
