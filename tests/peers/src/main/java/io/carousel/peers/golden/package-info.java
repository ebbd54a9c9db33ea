/** Golden values: what libtorch computes, in files that the parity suite compares backends with. */
package io.carousel.peers.golden;
