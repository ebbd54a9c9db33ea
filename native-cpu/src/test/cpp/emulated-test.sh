#!/bin/sh
# Runs the C++ tests, and the library as it is shipped, on processors that this machine is not, in
# the emulation of qemu-user: what dies there of an illegal instruction dies on such a machine. Each
# processor must find the instruction sets that it has and no others. No emulation has AVX-512 yet.
#
#   emulated-test.sh WORK LIBRARY REQUIRED
#
# REQUIRED is carousel.require: where it names qemu, a machine without it is a failure.
set -eu
. "$(dirname "$0")/../../main/cpp/compile.sh"
work=$1
library=$2
required=$3

# Lines "processor:its instruction sets".
processors() {
  echo "Nehalem:sse2"
  echo "Haswell:sse2, avx2"
  echo "Haswell,-fma:sse2"
  echo "max:any"
}

# Ends the script because there is nothing to emulate with.
give_up() {
  case ",$(echo "$required" | tr -d ' ')," in
    *,qemu,*)
      say "$1, carousel.require=$required; $2, or do not require qemu" >&2
      exit 1
      ;;
  esac
  say "the C++ tests run on this processor only: $1 ($2)"
  exit 0
}

# Runs a program on a processor. What it says is kept for a failure, but qemu's warnings of features
# that it does not emulate.
on() {
  processor=$1
  shift
  if ! "$qemu" -cpu "$processor" "$@" >"$work/emulated.log" 2>&1; then
    grep -v 'warning: TCG' "$work/emulated.log" >&2 || true
    say "the tests must pass on every processor, processor=$processor, program=$(basename "$1");" \
      "run $qemu -cpu $processor $*" >&2
    exit 1
  fi
}

case $(uname -s)-$(uname -m) in
  Linux-x86_64) ;;
  *) give_up "emulated processors are x86-64 under Linux, machine=$(uname -s)-$(uname -m)" \
    "use such a machine" ;;
esac
qemu=$(command -v qemu-x86_64 || command -v qemu-x86_64-static) ||
  give_up "qemu-x86_64 must be installed" "on Debian: apt install qemu-user"

# No guard pages: qemu 7.2 reads whole vectors where a masked load reads a part.
started=$(date +%s)
processors | while IFS=: read -r processor sets; do
  on "$processor" "$work/load-and-call" "$library" "$sets" "$work/exported-names"
  # All that qemu can do is the newest processor; its sets are those of Haswell so far.
  [ "$processor" = max ] || on "$processor" "$work/kernel-tests" "$sets"
done
say "the C++ tests and the library passed on emulated processors in $(($(date +%s) - started)) s:" \
  "$(processors | sed 's/:\(.*\)/ (\1)/' | tr '\n' ';' | sed 's/;$//; s/;/; /g')"
