package io.carousel.bindings;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.global.dnnl;

/** A tensor: a descriptor and the address of its elements, which stay the caller's. */
public final class Memory extends NativeHandle {
  final dnnl_memory handle = new dnnl_memory();
  private final Address data;
  private HostMemory owner;

  private Memory(Engine engine, MemoryDescriptor descriptor, long address, HostMemory owner) {
    super("memory of " + descriptor);
    this.data = new Address(address);
    this.owner = owner;
    requireCreated(
        dnnl.dnnl_memory_create(handle, descriptor.handle, engine.handle, data),
        "dnnl_memory_create",
        descriptor.toString());
  }

  /**
   * A tensor at an address that the caller keeps valid. An address of 0 is to be set later.
   *
   * @param address of at least {@link MemoryDescriptor#bytes} bytes
   */
  public static Memory at(Engine engine, MemoryDescriptor descriptor, long address) {
    engine.requireOpen();
    descriptor.requireOpen();
    requireAddress(address);
    return new Memory(engine, descriptor, address, null);
  }

  /**
   * A tensor inside host memory; executing with it after that memory is closed is an error, not a
   * crash.
   *
   * @param offset in bytes
   * @throws IndexOutOfBoundsException if the tensor does not fit there
   */
  public static Memory in(
      Engine engine, MemoryDescriptor descriptor, HostMemory memory, long offset) {
    engine.requireOpen();
    descriptor.requireOpen();
    long address = memory.address(offset, descriptor.bytes());
    return new Memory(engine, descriptor, address, memory);
  }

  /**
   * Moves the tensor to another address, which the caller keeps valid; {@link Arguments} that hold
   * this memory follow. Allocates nothing.
   */
  public void moveTo(long address) {
    requireOpen();
    requireAddress(address);
    data.moveTo(address);
    Status.require(
        dnnl.dnnl_memory_set_data_handle(handle, data), "dnnl_memory_set_data_handle", "memory");
    owner = null;
  }

  private static void requireAddress(long address) {
    if (address == -1) {
      throw new IllegalArgumentException(
          "the address must be memory of the caller's, address=-1 would have oneDNN allocate it");
    }
  }

  /** The address of the elements. */
  public long dataAddress() {
    return data.address();
  }

  /** Called before each execution. */
  void requireUsable() {
    requireOpen();
    if (owner != null && !owner.isOpen()) {
      owner.address(); // throws, naming it
    }
  }

  @Override
  int destroy() {
    return dnnl.dnnl_memory_destroy(handle);
  }

  @Override
  String destructor() {
    return "dnnl_memory_destroy";
  }

  @Override
  dnnl_memory pointer() {
    return handle;
  }
}
