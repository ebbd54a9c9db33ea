#!/bin/sh
# Checks that all C++ and CUDA of the project is formatted as .clang-format says, with the version that it names; says in one
# line if there is none. `format.sh --write` formats.
set -eu
. "$(dirname "$0")/../../main/cpp/compile.sh"
tests=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$tests/../../../.." && pwd)
style=$root/.clang-format
wanted=$(sed -n 's/^# For clang-format \([0-9]*\),.*/\1/p' "$style")

# Sets FORMAT to a clang-format of this version, or answers that there is none.
find_format() {
  for candidate in "clang-format-$1" clang-format; do
    case $("$candidate" --version 2>/dev/null) in
      *"version $1."*)
        FORMAT=$candidate
        return 0
        ;;
    esac
  done
  return 1
}

if ! find_format "$wanted"; then
  say "the format of the C++ is not checked: clang-format $wanted was not found"
  exit 0
fi
sources=$(find "$root"/native-*/src "$root/tests/gpu/src" \
  -name '*.cc' -o -name '*.h' -o -name '*.cu' -o -name '*.cuh')
if [ "${1:-}" = --write ]; then
  $FORMAT -i --style=file $sources
elif ! $FORMAT --dry-run --Werror --style=file $sources; then
  say "C++ must be formatted; run sh native-cpu/src/test/cpp/format.sh --write" >&2
  exit 1
fi
