#!/bin/sh
# Compiles the kernels for the CPU and runs their tests twice: optimized, with shared memory filled
# with NaN before each block, and under AddressSanitizer and UBSan. Where nvcc is at hand, the kernels
# must also pass it without a warning and without spilling registers. mutants.sh tests the tests.
#
#   test.sh WORK
set -eu
work=$1
tests=$(cd "$(dirname "$0")" && pwd)
kernels=$(cd "$tests/../../main/resources/io/carousel/gpu" && pwd)
export CXX="${CXX:-g++}" tests kernels

say() {
  echo "native-gpu: $*"
}

if [ "$(uname -s)-$(uname -m)" != Linux-x86_64 ] || ! command -v "$CXX" >/dev/null 2>&1; then
  say "the kernels' tests do not run: they need Linux on x86-64 and $CXX"
  exit 0
fi

# build NAME FLAGS: an object stays that is newer than its source, all headers and all kernels.
build() {
  name=$1
  shift
  mkdir -p "$work/$name"
  for source in "$tests"/*.cc; do
    echo "$work/$name/$(basename "$source" .cc).o $source"
  done | FLAGS="-std=c++17 -Wall -Wextra -Werror -Wno-unknown-pragmas -I$tests -I$kernels $*" \
    xargs -P "$(getconf _NPROCESSORS_ONLN)" -L 1 sh -c '
    if [ -f "$0" ] && [ -z "$(find "$1" "$kernels" "$tests" \
        \( -name "*.h" -o -name "*.sh" -o -name "*.cu*" -o -path "$1" \) -newer "$0")" ]; then
      exit 0
    fi
    $CXX $FLAGS -include cuda_on_cpu.h -c "$1" -o "$0" || exit 255
  '
  $CXX "$@" "$work/$name"/*.o -o "$work/$name/kernel-tests"
}

# A kernel that the tests do not list fails them.
CAROUSEL_TEST_KERNELS=$(cat "$kernels"/*.cu | grep -c '^extern "C" __global__')
export CAROUSEL_TEST_KERNELS
build plain -O2
"$work/plain/kernel-tests"

sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=all"
echo 'int main() { return 0; }' >"$work/probe.cc"
if $CXX $sanitizers "$work/probe.cc" -o "$work/probe" 2>/dev/null && "$work/probe" 2>/dev/null; then
  build sanitized -O1 $sanitizers
  # Looking for leaks needs ptrace, which containers forbid.
  ASAN_OPTIONS=detect_leaks=0 "$work/sanitized/kernel-tests"
else
  say "$CXX has no AddressSanitizer and UBSan here: the kernels' tests ran without them only"
fi

if ! command -v nvcc >/dev/null 2>&1; then
  say "nvcc is not here: the kernels were compiled for the CPU only"
  exit 0
fi
if [ -z "$(find "$kernels" -newer "$work/kernels.cubin" 2>/dev/null || echo none)" ]; then
  exit 0
fi
nvcc -cubin -arch=sm_90 -Werror all-warnings -Xptxas -v "$kernels/kernels.cu" \
  -o "$work/new.cubin" >"$work/nvcc.log" 2>&1 || { cat "$work/nvcc.log" >&2 && exit 1; }
if grep -E '[1-9][0-9]* bytes (stack frame|spill)|warning' "$work/nvcc.log" >&2; then
  say "a kernel spills registers, see the line above and $work/nvcc.log" >&2
  exit 1
fi
mv "$work/new.cubin" "$work/kernels.cubin"
say "nvcc compiled $CAROUSEL_TEST_KERNELS kernels for sm_90, none spills"
