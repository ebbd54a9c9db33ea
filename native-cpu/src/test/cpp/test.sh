#!/bin/sh
# Compiles and runs the C++ tests: against the library as it is shipped, with a page that must not be
# touched behind every array; on emulated processors; and against the same sources under
# AddressSanitizer and UBSan. Checks the format of the sources and the build's own checks first.
#
#   test.sh WORK CLASSES JAVA_HOME REQUIRED
#
# The first three are those of build.sh; REQUIRED is carousel.require.
set -eu
. "$(dirname "$0")/../../main/cpp/compile.sh"
work=$1
classes=$2
java=$3
required=${4#,}
tests=$(cd "$(dirname "$0")" && pwd)

if ! [ -f "$work/libkernels.a" ] || ! find_compiler; then
  say "the C++ tests do not run: there is no native library or no C++ compiler"
  case $required in
    *qemu*)
      say "the C++ tests must run, carousel.require=$required; install g++, or do not require qemu" >&2
      exit 1
      ;;
  esac
  exit 0
fi

sh "$tests/format.sh"
sh "$tests/features-test.sh" "$work"
sh "$tests/isolation-test.sh" "$work"
find_flags "$work"
quick=$(echo "$FLAGS" | sed 's/-O3/-O1/')
objects=$work/test-objects-$(basename "$CXX")
mkdir -p "$objects"
for source in "$tests"/*.cc; do
  echo "$objects/$(basename "$source" .cc).o $source"
done | compile_jobs "$quick" "-I$here"
$CXX $FLAGS "$objects"/*.o "$work/libkernels.a" $LIBS -o "$work/kernel-tests"
# More threads than cores must not spin while they wait for each other.
export OMP_WAIT_POLICY=passive
CAROUSEL_TEST_GUARD=1 "$work/kernel-tests"

library=$classes/$(find_platform && echo "$platform")/libjniCpuKernels.so
if [ -f "$library" ]; then
  echo "$work/load-and-call.o $tests/library/load_and_call.cc" | compile_jobs "$quick" "-I$here" \
    "-I$work/include -I$java/include -I$java/include/linux"
  $CXX $FLAGS "$work/load-and-call.o" -ldl -o "$work/load-and-call"
  "$($CXX -print-prog-name=nm)" -D --defined-only "$library" |
    sed -n 's/.* T \(Java_.*\)/\1/p' >"$work/exported-names"
  "$work/load-and-call" "$library" any "$work/exported-names"
  sh "$tests/emulated-test.sh" "$work" "$library" "$required"
fi

sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=all"
if ! works_with "$work" $sanitizers; then
  say "$CXX has no AddressSanitizer and UBSan here: the C++ tests ran without them only"
  exit 0
fi
sanitized=$work/sanitized-objects-$(basename "$CXX")
mkdir -p "$sanitized"
kernel_jobs "$sanitized" | compile_jobs "$quick" "$sanitizers"
$CXX $FLAGS $sanitizers "$objects"/*.o \
  $(kernel_jobs "$sanitized" | cut -d' ' -f1) $LIBS -o "$work/sanitized-kernel-tests"
# Nothing here allocates, so there is nothing to leak; looking for leaks needs ptrace.
ASAN_OPTIONS=detect_leaks=0 "$work/sanitized-kernel-tests"
say "the C++ tests passed under AddressSanitizer and UBSan"
