// Memory straight from the system, which gets it back at once. What glibc's malloc has once mapped
// and freed makes it map less: it then keeps blocks of up to 32 MiB, and most of a closed plan.
#include <sys/mman.h>

#include "kernels.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace carousel {

int64_t mapPages(int64_t bytes) {
  void* pages = mmap(nullptr, static_cast<size_t>(bytes), PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? 0 : reinterpret_cast<int64_t>(pages);
}

void unmapPages(void* address, int64_t bytes) { munmap(address, static_cast<size_t>(bytes)); }

void trimHeap() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace carousel
