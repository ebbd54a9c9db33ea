#!/bin/sh
# Plants the faults of mutants.txt into the kernels, one at a time, and wants the tests to find each.
# Takes some minutes, so the build does not run it: run it after test.sh and with its WORK.
#
#   mutants.sh WORK
set -eu
work=$1
tests=$(cd "$(dirname "$0")" && pwd)
kernels=$(cd "$tests/../../main/resources/io/carousel/gpu" && pwd)
planted=$work/mutant
flags="-std=c++17 -O1 -w -I$tests -I$planted -include $tests/cuda_on_cpu.h"
missed=0

# All objects of the plain tests but those that the kernels are compiled into.
others=$(ls "$work"/plain/*.o | grep -v -E '/(kernels|test_dropout|test_convert|test_pack|test_trial)\.o$')

grep -v '^#' "$tests/mutants.txt" >"$work/mutants"
while IFS='|' read -r test file change; do
  rm -rf "$planted"
  cp -r "$kernels" "$planted"
  sed -i "$change" "$planted/$file"
  verdict=found
  if cmp -s "$planted/$file" "$kernels/$file"; then
    verdict="NOT PLANTED"
  else
    for source in kernels test_dropout test_convert test_pack test_trial; do
      ${CXX:-g++} $flags -c "$tests/$source.cc" -o "$planted/$source.o"
    done
    ${CXX:-g++} $others "$planted"/*.o -o "$planted/kernel-tests"
    if (timeout 60 "$planted/kernel-tests" "$test") >/dev/null 2>&1; then
      verdict=MISSED
    fi
  fi
  [ "$verdict" = found ] || missed=$((missed + 1))
  echo "native-gpu: $verdict: $file: $change"
done <"$work/mutants"
echo "native-gpu: $missed of $(wc -l <"$work/mutants") faults were missed"
[ "$missed" = 0 ]
