#!/bin/sh
# Compiles the kernels and their JNI methods into one library. JavaCPP's Maven plugin runs this.
#
#   build.sh WORK CLASSES JAVA_HOME PLATFORM
#
# WORK/include has the header of javac -h; the library goes to CLASSES/<JavaCPP's platform>/. PLATFORM
# is one that must be built; where it is empty, this machine's is if there is a compiler.
set -eu
. "$(dirname "$0")/compile.sh"
. "$here/isolation.sh"
work=$1
classes=$2
java=$3
wanted=$4

if ! find_platform; then
  say "no build for $(uname -s) $(uname -m); the cpu backend is left out"
  [ -z "$wanted" ] || exit 1
  exit 0
fi

archive=$work/libkernels.a
if [ "$wanted" = linux-arm64 ] && [ "$platform" != linux-arm64 ]; then
  platform=linux-arm64 suffix=.so md=linux
  target_arm64
  if ! command -v "$CXX" >/dev/null 2>&1; then
    say "there must be a compiler for the platform, platform=$platform, CXX=$CXX;" \
      "install it (Debian: apt install g++-aarch64-linux-gnu)" >&2
    exit 1
  fi
  # A program of another machine does not run here: that it links has to do.
  RUN=true
  archive=$work/libkernels-$platform.a
fi
if [ "$platform" != "${wanted:-$platform}" ]; then
  say "the platform must be this machine's or linux-arm64, platform=$wanted, machine=$platform;" \
    "build on a machine of that platform" >&2
  exit 1
fi

if ! find_compiler; then
  remedy="install g++ (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++) and build again"
  if [ -n "$wanted" ]; then
    say "there must be a C++ compiler, platform=$wanted, CXX=${CXX:-};" "$remedy" >&2
    exit 1
  fi
  say "no C++ compiler found (g++ or clang++); the cpu backend is left out;" "$remedy"
  exit 0
fi

refuse_targets "$here"
objects=$work/objects-$(basename "$CXX")
mkdir -p "$objects"
find_flags "$work"
kernel_jobs "$objects" | compile_jobs "$FLAGS"
echo "$objects/jni.o $here/jni.cc" | compile_jobs "$FLAGS" \
  "-I$work/include -I$java/include -I$java/include/$md"
refuse_leaks "$objects"

rm -f "$archive"
ar rcs "$archive" $(kernel_jobs "$objects" | cut -d' ' -f1)

# The library asks for nothing but libc, libm and libgomp.
link="-shared"
if [ "$md" = linux ]; then
  link="-shared -static-libgcc -static-libstdc++ -Wl,-z,defs -Wl,--as-needed"
fi
library=$classes/$platform/libjniCpuKernels$suffix
mkdir -p "$classes/$platform"
$CXX $FLAGS $link "$objects/jni.o" "$archive" $LIBS -o "$library"
# By this hash the library is named when it is unpacked, and checked before it is loaded.
{ sha256sum "$library" 2>/dev/null || shasum -a 256 "$library"; } | cut -d' ' -f1 >"$library.sha256"
say "built $platform with $CXX: $(instruction_sets | cut -d' ' -f1 | tr '\n' ' ')"
