/**
 * oneDNN called through its C entry points, memory outside the Java heap, and the diagnosis of
 * native libraries. It knows nothing of what is computed with them.
 *
 * <p>Three rules hold for every class here:
 *
 * <ul>
 *   <li>What a class creates, its {@code close} destroys, and nothing else does. A {@link
 *       java.lang.ref.Cleaner} reports what was forgotten; it frees nothing, because by then a
 *       native call may still be using it.
 *   <li>No pointer here has a JavaCPP deallocator. JavaCPP tracks those in one locked list, samples
 *       the memory of the process for each, and fails with OutOfMemoryError once the process has
 *       grown beyond a multiple of -Xmx, whoever allocated.
 *   <li>{@link io.carousel.bindings.Primitive#execute} allocates nothing in Java.
 * </ul>
 *
 * <p>Objects may be used by any thread, but by one at a time, {@link
 * io.carousel.bindings.HostMemory} included: closing what another thread is using ends the process.
 */
package io.carousel.bindings;
