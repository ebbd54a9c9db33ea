# Functions to compile the kernels; read by build.sh and by the tests' scripts. MACHINE and RUN may
# name another machine than this one and what runs its programs.

here=$(cd "$(dirname "$0")/../../main/cpp" && pwd)

say() {
  echo "native-cpu: $*"
}

# Sets platform to JavaCPP's word for this machine, suffix to how its libraries end, md to where
# jni_md.h is; or answers that nothing is built for it.
find_platform() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-x86_64 suffix=.so md=linux ;;
    Linux-aarch64) platform=linux-arm64 suffix=.so md=linux ;;
    Darwin-x86_64) platform=macosx-x86_64 suffix=.dylib md=darwin ;;
    Darwin-arm64) platform=macosx-arm64 suffix=.dylib md=darwin ;;
    *) return 1 ;;
  esac
}

# Compiles for 64-bit ARM from now on. On Debian: apt install g++-aarch64-linux-gnu
target_arm64() {
  CXX=aarch64-linux-gnu-g++
  MACHINE=aarch64
}

# Sets CXX to a compiler, or answers that there is none.
find_compiler() {
  for candidate in ${CXX:-} g++ clang++; do
    if command -v "$candidate" >/dev/null 2>&1; then
      CXX=$candidate
      return 0
    fi
  done
  return 1
}

# Whether a program compiles, links and runs with these flags.
works_with() {
  mkdir -p "$1"
  echo 'int main() { return 0; }' >"$1/probe.cc"
  shift_dir=$1
  shift
  $CXX "$@" "$shift_dir/probe.cc" -o "$shift_dir/probe" >/dev/null 2>&1 &&
    ${RUN:-} "$shift_dir/probe" >/dev/null 2>&1
}

# Sets FLAGS, and LIBS to link after the objects. No fast-math: NaN and infinity keep their meaning,
# sums their order. But nobody reads errno or floating-point exception flags, which would keep loops
# from being vectorized, and a product may go into a sum without being rounded.
find_flags() {
  FLAGS="-std=c++17 -O3 -fPIC -Wall -Wextra -Werror -fvisibility=hidden -fno-exceptions -fno-rtti"
  FLAGS="$FLAGS -fno-math-errno -fno-trapping-math -ffp-contract=fast"
  # Some distributions set their compilers to processors of the last ten years.
  case ${MACHINE:-$(uname -m)} in
    x86_64 | amd64) FLAGS="$FLAGS -march=x86-64 -mtune=generic" ;;
  esac
  LIBS=""
  threads="-fopenmp"
  case "$($CXX --version) $(uname -s)" in
    *clang*Linux)
      # Its own OpenMP library would be a second one beside oneDNN's: see openmp.h.
      threads="-fopenmp-simd -DCAROUSEL_GOMP"
      LIBS="-l:libgomp.so.1"
      ;;
  esac
  if ! works_with "$1" $threads $LIBS; then
    say "$CXX has no OpenMP, or finds no libgomp; the kernels run on one thread"
    threads="-fopenmp-simd"
    LIBS=""
  fi
  FLAGS="$FLAGS $threads"
  # clang warns where a loop marked as simd is not vectorized, tails of short rows for one.
  case $($CXX --version) in
    *clang*) FLAGS="$FLAGS -Wno-pass-failed" ;;
  esac
}

# Lines "instruction-set flags".
instruction_sets() {
  echo "baseline"
  case ${MACHINE:-$(uname -m)} in
    x86_64 | amd64)
      echo "avx2 -mavx2 -mfma"
      echo "avx512 -mavx2 -mfma -mavx512f -mavx512vl -mavx512dq -mavx512bw" \
        "-mprefer-vector-width=512"
      ;;
  esac
}

# Lines "object source flags" of all kernels.
kernel_jobs() {
  echo "$1/dispatch.o $here/dispatch.cc"
  echo "$1/cpu_features.o $here/cpu_features.cc"
  echo "$1/pages.o $here/pages.cc"
  instruction_sets | while read -r name flags; do
    for source in "$here"/*.cc; do
      base=$(basename "$source" .cc)
      case $base in
        dispatch | cpu_features | pages | jni) ;;
        *) echo "$1/$base.$name.o $source -DCAROUSEL_ISA=$name $flags" ;;
      esac
    done
  done
}

# Runs lines "object source flags" with further flags on all cores. An object stays that is newer
# than its source, all headers and the scripts.
compile_jobs() {
  export CXX
  COMPILE_FLAGS="$*"
  COMPILE_HEADERS=$here
  export COMPILE_FLAGS COMPILE_HEADERS
  sed 's/ *$//' | xargs -P "$(getconf _NPROCESSORS_ONLN)" -L 1 sh -c '
    object=$1
    source=$2
    shift 2
    if [ -f "$object" ] && [ -z "$(find "$source" "$(dirname "$source")" "$COMPILE_HEADERS" \
        \( -name "*.h" -o -name "*.sh" -o -path "$source" \) -newer "$object")" ]; then
      exit 0
    fi
    $CXX $COMPILE_FLAGS "$@" -c "$source" -o "$object" || exit 255
  ' compile
}
