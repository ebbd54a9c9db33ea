package io.carousel.emulated;

import java.lang.reflect.AnnotatedElement;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether there is what a test is to run on. */
final class EmulatorCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    AnnotatedElement element = context.getElement().orElseThrow();
    if (Emulator.isReal()) {
      return element.isAnnotationPresent(Emulated.class)
          ? ConditionEvaluationResult.disabled("it asks for what only the emulator does")
          : RealDevice.condition();
    }
    return Emulator.isBuilt()
        ? ConditionEvaluationResult.enabled("the emulator has been built")
        : ConditionEvaluationResult.disabled(
            "the emulator has not been built: it needs Linux on x86_64 and g++");
  }
}
