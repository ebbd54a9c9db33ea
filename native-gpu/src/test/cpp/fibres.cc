#include "fibres.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#if !defined(__x86_64__)
#error "the switch between fibres is written for x86-64 (System V)"
#endif

// Saves the registers that a callee must keep on the running stack, leaves its top in *saved, goes
// on with another stack. 20 times as fast as swapcontext, which calls the kernel.
extern "C" void carouselSwitchFibre(void** saved, void* next);
asm(".text\n"
    ".globl carouselSwitchFibre\n"
    ".type carouselSwitchFibre,@function\n"
    "carouselSwitchFibre:\n"
    "  pushq %rbp\n  pushq %rbx\n  pushq %r12\n  pushq %r13\n  pushq %r14\n  pushq %r15\n"
    "  movq %rsp,(%rdi)\n"
    "  movq %rsi,%rsp\n"
    "  popq %r15\n  popq %r14\n  popq %r13\n  popq %r12\n  popq %rbx\n  popq %rbp\n"
    "  retq\n"
    ".size carouselSwitchFibre,.-carouselSwitchFibre\n");

// The ends of what cuda_on_cpu.h puts in this section; null where nothing is there.
extern "C" __attribute__((weak)) char __start_carousel_shared[];
extern "C" __attribute__((weak)) char __stop_carousel_shared[];

namespace carousel::emulated {

Place place;

namespace {

constexpr size_t kStack = 64 * 1024;
constexpr unsigned kLanes = 32;
constexpr unsigned kMostThreads = 1024;

enum class Waits { kNot, kForWarp, kForBlock, kDone };

struct Fibre {
  void* stack = nullptr;  // its top while it does not run
  unsigned thread = 0;
  Waits waits = Waits::kNot;
  // Two words, used in turn: a lane may give the next one before another has read the last.
  uint64_t words[2] = {};
  unsigned exchanges = 0;
};

std::mutex oneGrid;
std::vector<char> stacks;
std::vector<Fibre> fibres;
void* scheduler = nullptr;
Fibre* running = nullptr;
const std::function<void()>* work = nullptr;

void leave(Waits waits) {
  running->waits = waits;
  carouselSwitchFibre(&running->stack, scheduler);
}

void runThread() {
  (*work)();
  leave(Waits::kDone);
}

// A stack that runs runThread when it is switched to: six registers, the address to return to, and
// one that runThread would return to.
void* freshStack(char* memory) {
  const uintptr_t end = reinterpret_cast<uintptr_t>(memory + kStack) & ~uintptr_t{15};
  void** top = reinterpret_cast<void**>(end) - 8;
  std::fill(top, top + 8, nullptr);
  top[6] = reinterpret_cast<void*>(runThread);
  return top;
}

// Lets all fibres go on that wait at a barrier that the whole warp or block has reached.
bool open(size_t first, size_t count, Waits barrier) {
  const auto begin = fibres.begin() + static_cast<ptrdiff_t>(first);
  const auto end = begin + static_cast<ptrdiff_t>(count);
  const bool all = std::all_of(begin, end, [=](const Fibre& f) { return f.waits == barrier; });
  std::for_each(begin, end, [=](Fibre& f) { f.waits = all ? Waits::kNot : f.waits; });
  return all;
}

size_t number(Waits waits) {
  return static_cast<size_t>(std::count_if(fibres.begin(), fibres.end(),
                                           [=](const Fibre& f) { return f.waits == waits; }));
}

// Threads stay in the middle of what they did: their stacks are not used again.
[[noreturn]] void refuseBarrier() {
  stacks = std::vector<char>();
  throw Fault(
      "a barrier must be reached by all its threads, block=" + std::to_string(place.block.x) +
      ", atBlockBarrier=" + std::to_string(number(Waits::kForBlock)) + ", atWarpBarrier=" +
      std::to_string(number(Waits::kForWarp)) + ", ended=" + std::to_string(number(Waits::kDone)));
}

std::vector<unsigned> inOrder(unsigned count, int order) {
  std::vector<unsigned> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0u);
  if (order == kDown) {
    std::reverse(numbers.begin(), numbers.end());
  } else if (order > kDown) {
    std::shuffle(numbers.begin(), numbers.end(), std::mt19937(static_cast<unsigned>(order)));
  }
  return numbers;
}

void resume(Fibre& fibre) {
  running = &fibre;
  place.thread.x = fibre.thread;
  carouselSwitchFibre(&scheduler, fibre.stack);
}

// Runs a warp until all its lanes wait for the block, or have ended, or do not meet.
void runWarp(size_t first, int order) {
  do {
    for (unsigned lane : inOrder(kLanes, order)) {
      if (fibres[first + lane].waits == Waits::kNot) {
        resume(fibres[first + lane]);
      }
    }
  } while (open(first, kLanes, Waits::kForWarp));
}

// One warp after another runs as far as it can: so those that are ahead are far ahead.
void runBlock(int order) {
  std::fill(__start_carousel_shared, __stop_carousel_shared, '\xff');
  for (size_t i = 0; i < fibres.size(); ++i) {
    fibres[i] = Fibre();
    fibres[i].thread = static_cast<unsigned>(i);
    fibres[i].stack = freshStack(stacks.data() + i * kStack);
  }
  const unsigned warps = static_cast<unsigned>(fibres.size()) / kLanes;
  for (int round = order;; round += order > kDown ? 1 : 0) {
    for (unsigned warp : inOrder(warps, round)) {
      runWarp(warp * kLanes, round);
    }
    if (number(Waits::kDone) == fibres.size()) {
      return;
    }
    if (!open(0, fibres.size(), Waits::kForBlock)) {
      refuseBarrier();
    }
  }
}

}  // namespace

void runGrid(unsigned blocks, unsigned threads, int order, const std::function<void()>& body) {
  if (blocks == 0 || threads == 0 || threads > kMostThreads || threads % kLanes != 0) {
    throw Fault("a launch must have blocks, and 32, 64, .. 1024 threads in each, blocks=" +
                std::to_string(blocks) + ", threads=" + std::to_string(threads));
  }
  const std::lock_guard<std::mutex> lock(oneGrid);
  stacks.resize(std::max(stacks.size(), threads * kStack));
  fibres.assign(threads, Fibre());
  work = &body;
  for (unsigned block : inOrder(blocks, order)) {
    place = {{0, 0, 0}, {block, 0, 0}, {threads, 1, 1}, {blocks, 1, 1}};
    runBlock(order);
  }
}

void waitForBlock() { leave(Waits::kForBlock); }
void waitForWarp() { leave(Waits::kForWarp); }

void exchange(uint64_t word) {
  running->words[++running->exchanges % 2] = word;
  waitForWarp();
}

uint64_t laneWord(unsigned lane) {
  const Fibre& from = fibres[running->thread / kLanes * kLanes + lane];
  return from.words[running->exchanges % 2];
}

unsigned lane() { return running->thread % kLanes; }

}  // namespace carousel::emulated
