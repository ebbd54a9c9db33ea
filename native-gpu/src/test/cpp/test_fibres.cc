// What the other tests rely on: that faults of kernels show. Each kernel here has one.
#include <string>

#include "test.h"

namespace carousel::test {
namespace {

constexpr unsigned kThreads = 64;

// to[i] = from[i + 1], by way of shared memory, with the barrier or without.
void shifted(bool barrier, const float* from, float* to) {
  __shared__ float shared[kThreads];
  shared[threadIdx.x] = from[threadIdx.x];
  if (barrier) {
    __syncthreads();
  }
  to[threadIdx.x] = shared[(threadIdx.x + 1) % kThreads];
}

// How many of the orders give the right answer.
int right(bool barrier) {
  int count = 0;
  for (int order = 0; order < kOrders; ++order) {
    const Floats from = numbers(kThreads, 1.0f, static_cast<uint32_t>(order));
    Floats to = unwritten(kThreads);
    emulated::runGrid(1, kThreads, order, [&] { shifted(barrier, from.data(), to.data()); });
    bool all = true;
    for (unsigned i = 0; i < kThreads; ++i) {
      all = all && to[i] == from[(i + 1) % kThreads];
    }
    count += all ? 1 : 0;
  }
  return count;
}

std::string faultOf(unsigned threads, const std::function<void()>& body) {
  try {
    emulated::runGrid(1, threads, emulated::kUp, body);
  } catch (const emulated::Fault& fault) {
    return fault.what();
  }
  return "none";
}

void testFaults() {
  at("faults", {});
  check(right(true) == kOrders, "with a barrier every order is right");
  check(right(false) == 0, "without it none is");
  check(faultOf(64,
                [] {
                  if (threadIdx.x < 40) {
                    __syncthreads();
                  }
                }) ==
            "a barrier must be reached by all its threads, block=0, atBlockBarrier=40, "
            "atWarpBarrier=0, ended=24",
        "a barrier that a part of the block does not reach");
  check(faultOf(64,
                [] {
                  if (threadIdx.x != 33) {
                    __shfl_xor_sync(~0u, 1, 1);
                  }
                }) ==
            "a barrier must be reached by all its threads, block=0, atBlockBarrier=0, "
            "atWarpBarrier=31, ended=33",
        "an exchange that a lane does not take part in");
  check(faultOf(48, [] {}) ==
            "a launch must have blocks, and 32, 64, .. 1024 threads in each, blocks=1, threads=48",
        "half a warp");
}

void testExchanges() {
  at("exchanges", {});
  for (int order = 0; order < kOrders; ++order) {
    Ints sums(kThreads);
    Ints above(kThreads);
    std::vector<unsigned> equal(kThreads);
    emulated::runGrid(1, kThreads, order, [&] {
      const unsigned i = threadIdx.x;
      int sum = static_cast<int>(i);
      for (int distance = 16; distance > 0; distance /= 2) {
        sum += __shfl_xor_sync(~0u, sum, distance);
      }
      sums[i] = sum;
      above[i] = __shfl_up_sync(~0u, static_cast<int>(i), 3);
      equal[i] = __match_any_sync(~0u, static_cast<int>(i % 5));
    });
    for (unsigned i = 0; i < kThreads; ++i) {
      const unsigned lane = i % 32;
      check(sums[i] == (i < 32 ? 496 : 1520), "sums over warps");
      check(above[i] == static_cast<int>(lane < 3 ? i : i - 3), "lanes below");
      for (unsigned other = 0; other < 32; ++other) {
        check((equal[i] >> other & 1u) == ((i - lane + other) % 5 == i % 5 ? 1u : 0u), "equals");
      }
    }
  }
}

}  // namespace

void testFibres() {
  testFaults();
  testExchanges();
}

}  // namespace carousel::test
