package io.carousel.emulated;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs on the pretend libraries, or on a real device with {@code -Dcarousel.gpu.real=true}: then it
 * is skipped where there is none, or fails with {@code -Dcarousel.require=gpu}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("gpu")
@ExtendWith(EmulatorCondition.class)
public @interface OnDevice {}
