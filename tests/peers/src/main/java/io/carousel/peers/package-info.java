/**
 * The same training step and the same inference on Carousel, libtorch and ONNX Runtime, each in a
 * JVM of its own, driven in turn.
 */
package io.carousel.peers;
