#!/bin/sh
# Plants the faults of mutants.txt into the kernels, one at a time, and wants the tests to find each.
# Takes some minutes, so the build does not run it: run it after test.sh and with its WORK.
#
#   mutants.sh WORK
set -eu
. "$(dirname "$0")/../../main/cpp/compile.sh"
work=$1
tests=$(cd "$(dirname "$0")" && pwd)
sources=$here
planted=$work/mutant
missed=0
find_compiler
find_flags "$work"
quick=$(echo "$FLAGS" | sed 's/-O3/-O1/; s/-Werror//')
export OMP_WAIT_POLICY=passive CAROUSEL_TEST_GUARD=1

# All sources that a change of this file reaches: itself, or all where it is a header.
reached() {
  case $1 in
    *.h) ls "$planted" | grep '\.cc$' | grep -v '^jni' ;;
    *) echo "$1" ;;
  esac
}

# Compiles what is reached, and links it with the objects of the rest.
build() {
  here=$planted
  bases=$(reached "$1" | sed 's/\.cc$//' | tr '\n' '|' | sed 's/|$//')
  kernel_jobs "$planted" | grep -E "^[^ ]*/($bases)(\.[a-z0-9]+)?\.o " | compile_jobs "$quick"
  others=$(ls "$work"/objects-*/*.o | grep -vE "/(jni|$bases)(\.[a-z0-9]+)?\.o$")
  $CXX $FLAGS "$work"/test-objects-*/*.o $others "$planted"/*.o $LIBS -o "$planted/kernel-tests"
  here=$sources
}

grep -v '^#' "$tests/mutants.txt" >"$work/mutants"
while IFS='|' read -r file change; do
  rm -rf "$planted"
  cp -r "$sources" "$planted"
  sed -i "$change" "$planted/$file"
  verdict=found
  if cmp -s "$planted/$file" "$sources/$file"; then
    verdict="NOT PLANTED"
  elif ! build "$file" >"$planted/log" 2>&1; then
    verdict="NOT BUILT"
  elif timeout 120 "$planted/kernel-tests" >"$planted/log" 2>&1; then
    verdict=MISSED
  fi
  [ "$verdict" = found ] || missed=$((missed + 1))
  say "$verdict: $file: $change"
done <"$work/mutants"
say "$missed of $(wc -l <"$work/mutants") faults were missed"
[ "$missed" = 0 ]
