// Makes a table of kernels that were compiled for the CPU; the build script lists them.
#ifndef CAROUSEL_EMULATOR_KERNEL_TABLE_H
#define CAROUSEL_EMULATOR_KERNEL_TABLE_H

#include <type_traits>
#include <utility>

#include "fibres.h"
#include "kernels.h"

namespace emulator {

template <class... Types, size_t... Numbers>
Kernel kernelOf(void (*function)(Types...), int mostThreads, std::index_sequence<Numbers...>) {
  static_assert((std::is_scalar_v<Types> && ...), "kernels take pointers and numbers only");
  return {{Parameter{static_cast<int>(sizeof(Types)), std::is_pointer_v<Types>}...},
          mostThreads,
          [function](unsigned blocks, unsigned threads, int order, void** cells) -> std::string {
            try {
              carousel::emulated::runGrid(blocks, threads, order, [function, cells] {
                function(*static_cast<Types*>(cells[Numbers])...);
              });
              return "";
            } catch (const carousel::emulated::Fault& fault) {
              return fault.what();
            }
          }};
}

template <class... Types>
Kernel kernelOf(void (*function)(Types...), int mostThreads = 1024) {
  return kernelOf(function, mostThreads, std::index_sequence_for<Types...>{});
}

}  // namespace emulator

#endif
