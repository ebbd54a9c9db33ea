#!/bin/sh
# Compiles the kernels and their JNI methods into one library. JavaCPP's Maven plugin runs this.
#
#   build.sh WORK CLASSES JAVA_HOME
#
# WORK/include has the header of javac -h; the library goes to CLASSES/<JavaCPP's platform>/.
set -eu
. "$(dirname "$0")/compile.sh"
. "$here/isolation.sh"
work=$1
classes=$2
java=$3

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x86_64 suffix=.so md=linux ;;
  Linux-aarch64) platform=linux-arm64 suffix=.so md=linux ;;
  Darwin-x86_64) platform=macosx-x86_64 suffix=.dylib md=darwin ;;
  Darwin-arm64) platform=macosx-arm64 suffix=.dylib md=darwin ;;
  *)
    say "no build for $(uname -s) $(uname -m); the cpu backend is left out"
    exit 0
    ;;
esac

if ! find_compiler; then
  say "no C++ compiler found (g++ or clang++); the cpu backend is left out;" \
    "install g++ (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++) and build again"
  exit 0
fi

objects=$work/objects-$(basename "$CXX")
mkdir -p "$objects"
find_flags "$work"
kernel_jobs "$objects" | compile_jobs "$FLAGS"
echo "$objects/jni.o $here/jni.cc" | compile_jobs "$FLAGS" \
  "-I$work/include -I$java/include -I$java/include/$md"
refuse_leaks "$objects"

rm -f "$work/libkernels.a"
ar rcs "$work/libkernels.a" $(kernel_jobs "$objects" | cut -d' ' -f1)

# The library asks for nothing but libc, libm and libgomp.
link="-shared"
if [ "$md" = linux ]; then
  link="-shared -static-libgcc -static-libstdc++ -Wl,-z,defs -Wl,--as-needed"
fi
library=$classes/$platform/libjniCpuKernels$suffix
mkdir -p "$classes/$platform"
$CXX $FLAGS $link "$objects/jni.o" "$work/libkernels.a" $LIBS -o "$library"
# By this hash the library is named when it is unpacked, and checked before it is loaded.
{ sha256sum "$library" 2>/dev/null || shasum -a 256 "$library"; } | cut -d' ' -f1 >"$library.sha256"
say "built $platform with $CXX: $(instruction_sets | cut -d' ' -f1 | tr '\n' ' ')"
