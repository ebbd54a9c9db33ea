package io.carousel.bindings;

import org.bytedeco.javacpp.Pointer;

/** An address, said in JavaCPP's type. It owns nothing and has no deallocator. */
public final class Address extends Pointer {
  public Address(long address) {
    this.address = address;
  }

  /** Lets one object stand for one address after the other, so that nothing is allocated. */
  public void moveTo(long newAddress) {
    this.address = newAddress;
  }

  /** A view of {@code bytes} bytes from here on, for one {@link #asByteBuffer}. */
  public Address ofBytes(int bytes) {
    capacity(bytes).position(0).limit(bytes);
    return this;
  }

  /** JavaCPP looks this up among the classes its glue knows, which this one is not. */
  @Override
  public int sizeof() {
    return 1;
  }
}
