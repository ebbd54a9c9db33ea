package io.carousel.plan;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.error.BackendUnavailableException;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.Parameters;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Sums;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The parity suite shows that backends with a fault are refused; here it is by how little. */
class SelfTestTest {
  /** The reference, but for losses and gradients that come out a share too large. */
  private record Inexact(Backend reference, double lossShare, double gradientShare) {
    Backend backend() {
      Parameters[] real = new Parameters[1];
      return proxy(
          Backend.class,
          (self, method, arguments) -> {
            if (method.getName().equals("parameters")) {
              real[0] = reference.parameters((ParameterLayout) arguments[0], true, 0);
              return parameters(real[0]);
            }
            if (method.getName().equals("plan")) {
              arguments[0] = real[0];
            }
            return method.invoke(reference, arguments);
          });
    }

    private Parameters parameters(Parameters real) {
      return proxy(
          Parameters.class,
          (self, method, arguments) -> {
            Object result = method.invoke(real, arguments);
            return result == null ? null : changed(method, arguments, result);
          });
    }

    private Object changed(Method method, Object[] arguments, Object result) {
      if (result instanceof Sums sums) {
        double loss = sums.loss() * (1 + lossShare);
        return new Sums(loss, sums.count(), sums.pending(), sums.gradientNorm(), -1);
      }
      return method.getName().equals("read") && arguments[0] == Block.GRADIENTS
          ? Arrays.stream((double[]) result).map(g -> g * (1 + gradientShare)).toArray()
          : result;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
      return type.cast(
          Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
  }

  @Test
  void shouldPassOnTheReference() {
    try (Backend backend = Backends.named("reference")) {
      assertThatCode(() -> SelfTest.run(backend)).doesNotThrowAnyException();
    }
  }

  /** The losses may differ by 1e-4 of themselves, the slopes by 1e-4 of the gradient's norm. */
  @Test
  void shouldRefuseWhatFloat32CouldDoBetter() {
    try (Backend backend = Backends.named("reference")) {
      assertThatCode(() -> SelfTest.run(new Inexact(backend, 1e-5, 1e-5).backend()))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> SelfTest.run(new Inexact(backend, 2e-4, 0).backend()))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageStartingWith("backend reference must train an LSTM (loss) as the equations");
      assertThatThrownBy(() -> SelfTest.run(new Inexact(backend, 0, 1e-3).backend()))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageStartingWith(
              "backend reference must train an LSTM (gradient) as the equations");
    }
  }
}
