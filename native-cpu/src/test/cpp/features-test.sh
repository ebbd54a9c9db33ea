#!/bin/sh
# Checks that detection asks for all that the compiler may use: whatever the flags of an instruction
# set define, beyond the baseline, is a line of CAROUSEL_FEATURES in cpu_features.h. Each object of a
# set knows its own features by these macros, so no list of flags can differ from the list of bits.
#
#   features-test.sh WORK
set -eu
. "$(dirname "$0")/../../main/cpp/compile.sh"

# Not features of the processor, or parts of SSE4.2 (CRC32) and AVX-512F (EVEX with 512 bits).
ignored='__BIGGEST_ALIGNMENT__|__FP_FAST_FMA.*|__CRC32__|__EVEX512__'

# The macros that the compiler defines with these flags.
macros() {
  $CXX $FLAGS "$@" -dM -E -x c++ /dev/null | cut -d' ' -f2 | sort
}

# The macros that flags add to the baseline and that cpu_features.h does not have.
unknown() {
  for macro in $(macros "$@"); do
    if ! echo "$baseline" | grep -qx "$macro" && ! echo "$macro" | grep -Eqx "$ignored" &&
      ! grep -q "DO([A-Za-z0-9]*, $macro," "$here/cpu_features.h"; then
      echo "$macro"
    fi
  done
}

find_compiler
find_flags "$1"
baseline=$(macros)
instruction_sets | while read -r name flags; do
  missing=$(unknown $flags | tr '\n' ' ')
  if [ -n "$missing" ]; then
    say "each flag of an instruction set must be detected, set=$name, unknown=$missing;" \
      "add lines to CAROUSEL_FEATURES in cpu_features.h" >&2
    exit 1
  fi
done
case $(instruction_sets) in
  *avx2*)
    if [ "$(unknown -mavx2 -mbmi2)" != __BMI2__ ]; then
      say "features: -mbmi2 must be found unknown, found=$(unknown -mavx2 -mbmi2)" >&2
      exit 1
    fi
    ;;
esac
