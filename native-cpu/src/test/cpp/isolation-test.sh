#!/bin/sh
# Plants what refuse_leaks must refuse, in folders of their own under WORK/isolation, and one folder
# that it must let pass.
#
#   isolation-test.sh WORK
set -eu
. "$(dirname "$0")/../../main/cpp/compile.sh"
. "$here/isolation.sh"
work=$1/isolation

find_compiler
case $(instruction_sets) in
  *avx512*) ;;
  *)
    say "nothing to keep apart: $(uname -m) has one instruction set"
    exit 0
    ;;
esac
rm -rf "$work"
mkdir -p "$work"
find_flags "$work"

# Compiles the standard input to an object, with more options.
object() {
  $CXX $FLAGS ${2:-} -x c++ -c - -o "$1"
}

# A folder with what is right: a table of functions of avx2, and the baseline reading it.
plant() {
  folder=$work/$1
  mkdir -p "$folder"
  object "$folder/table.avx2.o" <<'CODE'
namespace carousel::avx2 {
extern int (*const table)(int);
int twice(int a) { return 2 * a; }
int (*const table)(int) = twice;
}
CODE
  object "$folder/other.avx512.o" <<'CODE'
namespace carousel::avx512 {
int thrice(int a) { return 3 * a; }
}
CODE
  object "$folder/dispatch.o" <<'CODE'
namespace carousel::avx2 { extern int (*const table)(int); }
int use(int a) { return carousel::avx2::table(a); }
CODE
}

passes() {
  plant "$1"
  if ! refuse_leaks "$folder"; then
    say "isolation: $1 must pass" >&2
    exit 1
  fi
}

# The standard input as one more object must be refused, with these words; made with these options.
refuses() {
  plant "$1"
  object "$folder/$2" ${4:-}
  if refuse_leaks "$folder" 2>"$folder/said"; then
    say "isolation: $1 must be refused" >&2
    exit 1
  fi
  if ! grep -F "$3" "$folder/said" | grep -qF "object=$2; see isa.h:"; then
    say "isolation: $1 must be refused for another reason:" >&2
    cat "$folder/said" >&2
    exit 1
  fi
}

# A source that is the standard input must be refused.
refuses_source() {
  folder=$work/$1
  mkdir -p "$folder"
  cat >"$folder/bad.h"
  echo "int target = 0; int retarget(int);" >"$folder/good.cc"
  if refuse_targets "$folder" 2>"$folder/said" || ! grep -q "^$folder/bad.h:1:" "$folder/said" ||
    grep -q good.cc "$folder/said"; then
    say "isolation: $1 must be refused" >&2
    exit 1
  fi
}

shared="no weak, unique or indirect symbol"
start="nothing that runs at load time"
outside="no name outside its namespace"
calls="reached by its table only"

passes clean
refuses static-initializer bad.avx2.o "$start" <<'CODE'
int outside();
int number = outside();
CODE
refuses constructor bad.avx512.o "$start" <<'CODE'
__attribute__((constructor)) static void start() { __asm__ volatile(""); }
CODE
refuses destructor bad.avx2.o "$start" <<'CODE'
__attribute__((destructor)) static void stop() { __asm__ volatile(""); }
CODE
refuses inline-function bad.avx2.o "$shared" <<'CODE'
inline int shared(int a) { return a + 1; }
int (*const address)(int) = shared;
int (*used())(int) { return address; }
CODE
refuses inline-variable bad.avx512.o "$shared" <<'CODE'
inline int shared = 1;
int next() { return ++shared; }
CODE
refuses template-variable bad.avx2.o "$shared" <<'CODE'
template <class T> int* counter() { static int count; return &count; }
int* used() { return counter<int>(); }
CODE
refuses call-from-baseline dispatch2.o "$calls, set=avx2" <<'CODE'
namespace carousel::avx2 { int twice(int a); }
int wrong(int a) { return carousel::avx2::twice(a); }
CODE
refuses initializer-of-baseline dispatch2.o "$calls, set=avx512" <<'CODE'
namespace carousel::avx512 { int thrice(int a); }
int three = carousel::avx512::thrice(1);
CODE
refuses address-in-baseline dispatch2.o "$calls, set=avx2" <<'CODE'
namespace carousel::avx2 { int twice(int a); }
extern int (*const wrong)(int);
int (*const wrong)(int) = carousel::avx2::twice;
CODE
refuses call-from-smaller-set bad.avx2.o "$calls, set=avx512" <<'CODE'
namespace carousel::avx512 { int thrice(int a); }
namespace carousel::avx2 {
int wrong(int a) { return avx512::thrice(a); }
}
CODE
refuses called-by-the-jvm bad.avx512.o "$outside, set=avx512" <<'CODE'
extern "C" __attribute__((visibility("default"))) int JNI_OnLoad(void*, void*) { return 65544; }
CODE
refuses called-by-the-loader bad.avx512.o "$outside, set=avx512" <<'CODE'
extern "C" void _init() { __asm__ volatile(""); }
CODE
refuses global-variable bad.avx2.o "$outside, set=avx2" <<'CODE'
int seen = 1;
CODE
refuses another-namespace bad.avx2.o "$outside, set=avx2" <<'CODE'
namespace carousel::avx2x { int wrong() { return 1; } }
CODE
refuses link-time-code late.o "without -flto" -flto <<'CODE'
int late(int a) { return a; }
CODE
refuses_source attribute <<'CODE'
__attribute__((target("avx512f"))) int wide(int a);
CODE
refuses_source attribute-of-a-header <<'CODE'
[[gnu::__target__ ("avx512f")]] int wide(int a);
CODE
refuses_source clones <<'CODE'
__attribute__((target_clones("avx2", "default"))) int wide(int a);
CODE
refuses_source pragma <<'CODE'
#pragma GCC target "avx512f"
CODE
refuses_source pragma-of-clang <<'CODE'
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
CODE
if [ "$(uname -s)" = Linux ]; then
  refuses indirect-function bad.avx2.o "$shared" <<'CODE'
extern "C" {
int one() { return 1; }
int (*choose())() { return one; }
int chosen() __attribute__((ifunc("choose")));
}
CODE
fi
say "what mixes instruction sets is refused"
