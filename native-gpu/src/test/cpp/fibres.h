// Runs the threads of CUDA blocks on one thread of the CPU: each is a fibre with a stack of its own
// that runs until it comes to a barrier, and a warp runs until it comes to one of the block. Blocks
// run one after another.
//
// What depends on the order in which threads run is a fault of a kernel, so the order can be
// chosen. What this cannot show: timing, and memory that is seen late by threads that really run at
// once.
#ifndef CAROUSEL_FIBRES_H
#define CAROUSEL_FIBRES_H

#include <cstdint>
#include <functional>
#include <stdexcept>

namespace carousel::emulated {

struct Triple {
  unsigned x, y, z;
};

// What the running thread sees of itself. Set before a fibre goes on.
struct Place {
  Triple thread, block, threads, blocks;
};
extern Place place;

// Orders in which the warps of a block, the lanes of a warp and the blocks of a grid run between
// barriers. Other numbers are seeds of random orders.
enum Order { kUp = 0, kDown = 1 };

// A barrier that not all threads have reached, or a shape that CUDA does not have.
struct Fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Calls body on every thread of every block. One grid at a time; a second caller waits.
void runGrid(unsigned blocks, unsigned threads, int order, const std::function<void()>& body);

// Waits for all threads of the block.
void waitForBlock();
// Waits for all 32 lanes of the warp.
void waitForWarp();

// Gives a word to the warp and waits for those of all lanes, which laneWord then answers until the
// next exchange.
void exchange(uint64_t word);
uint64_t laneWord(unsigned lane);
// This thread's number in its warp.
unsigned lane();

}  // namespace carousel::emulated

#endif
