#!/bin/sh
# Compiles and runs the C++ tests twice: against the library as it is shipped, with a page that must
# not be touched behind every array, and against the same sources under AddressSanitizer and UBSan.
# Checks the format of the sources first.
#
#   test.sh WORK
set -eu
. "$(dirname "$0")/../../main/cpp/compile.sh"
work=$1
tests=$(cd "$(dirname "$0")" && pwd)

if ! [ -f "$work/libkernels.a" ] || ! find_compiler; then
  say "the C++ tests do not run: there is no native library or no C++ compiler"
  exit 0
fi

sh "$tests/format.sh"
sh "$tests/features-test.sh" "$work"
sh "$tests/isolation-test.sh" "$work"
find_flags "$work"
objects=$work/test-objects-$(basename "$CXX")
mkdir -p "$objects"
for source in "$tests"/*.cc; do
  echo "$objects/$(basename "$source" .cc).o $source"
done | compile_jobs "$(echo "$FLAGS" | sed 's/-O3/-O1/')" "-I$here"
$CXX $FLAGS "$objects"/*.o "$work/libkernels.a" $LIBS -o "$work/kernel-tests"
# More threads than cores must not spin while they wait for each other.
export OMP_WAIT_POLICY=passive
CAROUSEL_TEST_GUARD=1 "$work/kernel-tests"

sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=all"
if ! works_with "$work" $sanitizers; then
  say "$CXX has no AddressSanitizer and UBSan here: the C++ tests ran without them only"
  exit 0
fi
sanitized=$work/sanitized-objects-$(basename "$CXX")
mkdir -p "$sanitized"
kernel_jobs "$sanitized" | compile_jobs "$(echo "$FLAGS" | sed 's/-O3/-O1/')" "$sanitizers"
$CXX $FLAGS $sanitizers "$objects"/*.o "$sanitized"/*.o $LIBS -o "$work/sanitized-kernel-tests"
# Nothing here allocates, so there is nothing to leak; looking for leaks needs ptrace.
ASAN_OPTIONS=detect_leaks=0 "$work/sanitized-kernel-tests"
say "the C++ tests passed under AddressSanitizer and UBSan"
