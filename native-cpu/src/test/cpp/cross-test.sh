#!/bin/sh
# Compiles the kernels and the C++ tests for 64-bit ARM (NEON) on another machine and runs them in an
# emulator, as test.sh does here: with a guard page behind every array, then under AddressSanitizer
# and UBSan. Not part of the build. On Debian: apt install g++-aarch64-linux-gnu qemu-user
#
#   cross-test.sh WORK
set -eu
. "$(dirname "$0")/../../main/cpp/compile.sh"
work=$1
tests=$(cd "$(dirname "$0")" && pwd)

target_arm64
RUN="qemu-aarch64 -L /usr/aarch64-linux-gnu"

# Lines "object source" of all tests.
test_jobs() {
  for source in "$tests"/*.cc; do
    echo "$1/$(basename "$source" .cc).o $source"
  done
}

# Makes the program kernel-tests in WORK/NAME.
#
#   build_tests NAME KERNEL_FLAGS
build_tests() {
  objects=$work/$1
  mkdir -p "$objects"
  kernel_jobs "$objects" | compile_jobs "$2"
  test_jobs "$objects" | compile_jobs "$quick -I$here"
  $CXX $2 "$objects"/*.o $LIBS -o "$objects/kernel-tests"
}

find_flags "$work"
quick=$(echo "$FLAGS" | sed 's/-O3/-O1/')
export OMP_WAIT_POLICY=passive
build_tests cross "$FLAGS"
CAROUSEL_TEST_GUARD=1 $RUN "$work/cross/kernel-tests"
build_tests cross-sanitized "$quick -fsanitize=address,undefined -fno-sanitize-recover=all"
ASAN_OPTIONS=detect_leaks=0 $RUN "$work/cross-sanitized/kernel-tests"
say "the C++ tests passed in an emulator of 64-bit ARM, under AddressSanitizer and UBSan too"
