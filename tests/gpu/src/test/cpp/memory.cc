// Blocks of device memory and pinned memory.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>

#include "core.h"

namespace emulator {
namespace {

constexpr size_t kAlignment = 256;
constexpr unsigned char kFresh = 0xff;  // NaN in every type of float
constexpr unsigned char kFreed = 0xfd;

struct Block {
  size_t bytes;
  bool pinned;
  int device;
};

std::map<uintptr_t, Block> blocks;
std::map<int, size_t> taken;

}  // namespace

MemoryInfo memoryInfo() {
  const size_t total = static_cast<size_t>(number("MEMORY", 8LL << 30));
  const size_t used = taken[currentDevice()];
  return {used < total ? total - used : 0, total};
}

int allocate(void** address, size_t bytes, bool pinned) {
  if (const int refused = refusedByCapture(pinned ? "cudaHostAlloc" : "cudaMalloc")) {
    return refused;
  }
  if (address == nullptr || bytes == 0) {
    return kInvalidValue;
  }
  if (!pinned && bytes > memoryInfo().free) {
    return kOutOfMemory;
  }
  if (posix_memalign(address, kAlignment, bytes) != 0) {
    return kOutOfMemory;
  }
  memset(*address, kFresh, bytes);
  blocks[reinterpret_cast<uintptr_t>(*address)] = {bytes, pinned, currentDevice()};
  if (!pinned) {
    taken[currentDevice()] += bytes;
  }
  return kSuccess;
}

int release(void* address, bool pinned) {
  if (address == nullptr) {
    return kSuccess;
  }
  if (const int refused = refusedByCapture(pinned ? "cudaFreeHost" : "cudaFree")) {
    return refused;
  }
  const auto found = blocks.find(reinterpret_cast<uintptr_t>(address));
  if (found == blocks.end() || found->second.pinned != pinned) {
    say("%p is freed and was not allocated", address);
    return kInvalidValue;
  }
  const int error = synchronizeAll();
  if (!pinned) {
    taken[found->second.device] -= found->second.bytes;
  }
  memset(address, kFreed, found->second.bytes);
  blocks.erase(found);
  free(address);
  return error;
}

static const std::pair<const uintptr_t, Block>* blockOf(const void* address) {
  const uintptr_t at = reinterpret_cast<uintptr_t>(address);
  auto next = blocks.upper_bound(at);
  if (next == blocks.begin()) {
    return nullptr;
  }
  --next;
  return at < next->first + next->second.bytes ? &*next : nullptr;
}

bool isKnown(const void* address) { return blockOf(address) != nullptr; }

bool isPinned(const void* address) {
  const auto* block = blockOf(address);
  return block != nullptr && block->second.pinned;
}

bool reachable(const void* address, size_t bytes, const char* who, const char* what) {
  const auto* block = blockOf(address);
  if (block == nullptr) {
    say("%s: %s at %p is no memory of the device", who, what, address);
    return false;
  }
  const size_t offset = reinterpret_cast<uintptr_t>(address) - block->first;
  if (bytes > block->second.bytes - offset) {
    say("%s: %s needs %zu bytes, its block has %zu from there on", who, what, bytes,
        block->second.bytes - offset);
    return false;
  }
  return true;
}

}  // namespace emulator
