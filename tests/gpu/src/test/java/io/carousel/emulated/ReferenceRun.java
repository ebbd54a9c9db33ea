package io.carousel.emulated;

import io.carousel.model.LayerInstance;
import io.carousel.reference.ReferenceProvider;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Region;
import io.carousel.spi.StatePorts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recurrent layer on the reference backend: forward and backward in double precision. */
final class ReferenceRun {
  private ReferenceRun() {}

  /** By name: y, hT, dx, dh0, with a cell state cT, dc0; and dWeights in the canonical layout. */
  static Map<String, double[]> of(RecurrentCase shape, Map<String, double[]> given) {
    try (Backend backend = new ReferenceProvider().open(BackendOptions.defaults());
        Parameters parameters = backend.parameters(shape.layout(), true, 0)) {
      parameters.write(Parameters.Block.WEIGHTS, given.get("weights"));
      PlanShape planShape =
          new PlanShape(shape.steps(), shape.sequences(), true, false, Precision.STRICT);
      PlanBuilder builder = backend.plan(parameters, planShape, Mode.INSPECTION);
      Map<String, Buffer> buffers = buffers(shape, builder, planShape);
      LayerKernel kernel = builder.layer(shape.layer(), ports(buffers));
      try (Plan plan =
          builder.seal(buffers.get("y"), List.of(kernel.forward(), kernel.backward()), null)) {
        buffers.forEach(
            (name, buffer) -> {
              if (given.containsKey(name)) {
                plan.write(buffer, given.get(name));
              }
            });
        plan.staging(0).lengths().put(0, shape.lengthArray());
        plan.run(0, null);
        Map<String, double[]> results = new LinkedHashMap<>();
        for (String name : List.of("y", "hT", "cT", "dx", "dh0", "dc0")) {
          if (buffers.get(name) != null) {
            results.put(name, plan.read(buffers.get(name)));
          }
        }
        results.put("dWeights", parameters.read(Parameters.Block.GRADIENTS));
        return results;
      }
    }
  }

  private static Map<String, Buffer> buffers(
      RecurrentCase shape, PlanBuilder builder, PlanShape planShape) {
    LayerInstance layer = shape.layer();
    long rows = (long) shape.steps() * shape.sequences();
    Map<String, Buffer> buffers = new LinkedHashMap<>();
    for (String name : List.of("x", "dx")) {
      buffers.put(name, builder.buffer(Region.ACTIVATIONS, rows * layer.inputWidth()));
    }
    for (String name : List.of("y", "dy")) {
      buffers.put(name, builder.buffer(Region.ACTIVATIONS, rows * layer.outputWidth()));
    }
    StatePorts state = StatePorts.of(builder, layer, planShape, Mode.INSPECTION);
    buffers.put("h0", state.h0());
    buffers.put("c0", state.c0());
    buffers.put("hT", state.hT());
    buffers.put("cT", state.cT());
    buffers.put("dh0", state.dh0());
    buffers.put("dc0", state.dc0());
    buffers.put("dhT", state.dhT());
    buffers.put("dcT", state.dcT());
    return buffers;
  }

  private static LayerPorts ports(Map<String, Buffer> all) {
    StatePorts state =
        new StatePorts(
            all.get("h0"),
            all.get("c0"),
            all.get("hT"),
            all.get("cT"),
            all.get("dh0"),
            all.get("dc0"),
            all.get("dhT"),
            all.get("dcT"));
    return new LayerPorts(all.get("x"), all.get("dx"), all.get("y"), all.get("dy"), state);
  }
}
