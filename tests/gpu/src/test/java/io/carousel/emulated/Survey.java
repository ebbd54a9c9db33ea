package io.carousel.emulated;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Finds out what a real device does, and prints it. On the pretend libraries it runs at a small
 * size and prints nothing, so that it works when a device is at hand.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("survey")
@ExtendWith(EmulatorCondition.class)
public @interface Survey {}
