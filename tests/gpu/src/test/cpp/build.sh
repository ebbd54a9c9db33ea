#!/bin/sh
# Builds the pretend CUDA libraries, and the kernels as they run on them.
#
#   build.sh PRESETS OUT SHIM SOURCE...
#
# PRESETS   a folder with libjnicudart.so, libjnicudnn.so, libjnicublas.so and libjninvrtc.so of the
#           cuda preset: what they ask for is what the pretend libraries have. What is not emulated
#           says so when it is called.
# OUT       where the libraries go: put it on LD_LIBRARY_PATH and the preset's link path
# SHIM      a folder with cuda_on_cpu.h and fibres.cc, which let kernels run on the CPU
# SOURCE    .cu files, or folders of them; of a folder that has kernels.cu, only that one; what does
#           not exist is passed over
#
# Takes some 10 s; nothing if OUT is up to date. Without g++ it says so and leaves OUT empty.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
presets=$1
out=$2
shim=$3
shift 3

say() {
  echo "gpu emulator: $*"
}

mkdir -p "$out"
if [ "$(uname -sm)" != "Linux x86_64" ] || ! command -v g++ >/dev/null 2>&1; then
  rm -rf "$out"/*
  say "it needs Linux on x86_64 and g++; its tests are skipped"
  exit 0
fi

# The .cu files of one argument.
sources_of() {
  if ! [ -e "$1" ]; then
    return
  fi
  if [ -f "$1/kernels.cu" ]; then
    readlink -f "$1/kernels.cu"
  else
    find "$(readlink -f "$1")" -name '*.cu' | sort
  fi
}

# Everything that the result depends on.
inputs() {
  g++ --version | head -1
  find "$here" -type f | sort | xargs cksum
  cksum "$shim/cuda_on_cpu.h" "$shim"/fibres.*
  for source in "$@"; do
    [ -e "$source" ] || continue
    folder=$source
    [ -d "$source" ] || folder=$(dirname "$source")
    echo "$source"
    find "$folder" -type f | sort | xargs cksum
  done
  cksum "$presets"/libjni*.so
}

key=$(inputs "$@" | cksum)
if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
  exit 0
fi
rm -rf "$out"/*
work=$out/work
mkdir -p "$work"
flags="-std=c++17 -O2 -fPIC -Wall -Wextra -Werror -I$here"

# Two compilers at a time.
compile() {
  while [ $# -gt 0 ]; do
    g++ $flags -c "$here/$1.cc" -o "$work/$1.o" &
    first=$!
    if [ $# -gt 1 ]; then
      g++ $flags -c "$here/$2.cc" -o "$work/$2.o"
      shift
    fi
    wait $first
    shift
  done
}

# The functions that a preset asks for, by a pattern.
wanted() {
  nm -D --undefined-only "$presets/libjni$1.so" | awk '{ print $2 }' | grep -E "$2" |
    sed 's/@.*//' | sort -u
}

# One library: file name, version of its symbols or -, status of what is not emulated, objects.
# The names of its functions come on standard input.
library() {
  name=$1 version=$2 status=$3
  shift 3
  cat >"$work/wanted"
  : >"$work/defined"
  for object in "$@"; do
    nm "$object" | awk '$2 == "T" { print $3 }' >>"$work/defined"
  done
  sort -u -o "$work/defined" "$work/defined"
  {
    echo 'int carousel_emulator_missing(const char*, int);'
    comm -23 "$work/wanted" "$work/defined" |
      awk -v s="$status" '{ print "long " $1 "(void) { return carousel_emulator_missing(\"" $1 "\", " s "); }" }'
  } >"$work/missing.c"
  gcc -O1 -w -fPIC -c "$work/missing.c" -o "$work/missing.o"
  script=
  if [ "$version" != - ]; then
    {
      echo "$version { global:"
      sed 's/$/;/' "$work/wanted"
      echo "local: *; };"
    } >"$work/versions"
    script=-Wl,--version-script=$work/versions
  fi
  g++ -shared -Wl,-soname,"$name" -Wl,-rpath,'$ORIGIN' $script -o "$out/$name" "$@" \
    "$work/missing.o" -L"$out" -lcarousel_emulator -ldl
}

# The kernels as `extern "C" __global__ void __launch_bounds__(bound) name(` declares them.
kernels() {
  unit=$work/kernels.cc
  for source in "$@"; do
    sources_of "$source" | sed 's/.*/#include "&"/'
  done >"$unit"
  g++ -E -P -x c++ "$unit" -o "$work/listed"
  tr -s ' \n\t' ' ' <"$work/listed" |
    grep -oE 'extern "C" __global__ void (__launch_bounds__ ?\([^)]*\) )?[A-Za-z_0-9]+ ?\(' |
    sed -E 's/.*void (__launch_bounds__ ?\(([^)]*)\) )?([A-Za-z_0-9]+) ?\(/\3 \2/' >"$work/kernels"
  {
    echo '#include "kernel_table.h"'
    echo 'namespace carousel {}'
    echo 'using namespace carousel;'
    echo 'const emulator::KernelTable* carousel_emulator_kernels() {'
    echo '  static const emulator::KernelTable table = {'
    while read -r kernel bound; do
      echo "    {\"$kernel\", emulator::kernelOf($kernel${bound:+, $bound})},"
    done <"$work/kernels"
    echo '  };'
    echo '  return &table;'
    echo '}'
  } >>"$unit"
  # No warnings: the kernels have compilers and tests of their own.
  run_on_cpu="g++ -std=c++17 -O2 -fPIC -w -I$shim -I$here"
  $run_on_cpu -c "$shim/fibres.cc" -o "$work/fibres.o" &
  fibres=$!
  $run_on_cpu -include cuda_on_cpu.h -c "$unit" -o "$work/kernels.o"
  wait $fibres
  g++ -shared -Wl,-soname,libcarousel_kernels.so -o "$out/libcarousel_kernels.so" \
    "$work/kernels.o" "$work/fibres.o"
}

compile core memory streams runtime graphs driver compiler blas dnn dnn_calls rnn rnn_cell rnn_spaces
g++ -shared -Wl,-soname,libcarousel_emulator.so -o "$out/libcarousel_emulator.so" \
  "$work/core.o" "$work/memory.o" "$work/streams.o"
kernels "$@"

wanted cudart '^cu[A-Z]' | library libcuda.so.1 - 801 "$work/driver.o"
wanted cudart '^cuda' | library libcudart.so.13 libcudart.so.13 801 \
  "$work/runtime.o" "$work/graphs.o"
wanted nvrtc '^nvrtc' | library libnvrtc.so.13 libnvrtc.so.13 11 "$work/compiler.o"
wanted cublas '^cublas[^L]' | library libcublas.so.13 libcublas.so.13 15 "$work/blas.o"
wanted cublas '^cublasLt' | library libcublasLt.so.13 libcublasLt.so.13 15
for part in graph ops adv cnn; do
  wanted cudnn "^cudnn.*@libcudnn_$part" |
    library libcudnn_$part.so.9 libcudnn_$part.so.9 3000 "$work"/dnn*.o "$work"/rnn*.o
done
rm -rf "$work"
echo "$key" >"$out/key"
say "built for $(uname -sm)"
