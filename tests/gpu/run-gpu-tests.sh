#!/usr/bin/env bash
# Runs the tests of the GPU backend from the pack that tests/gpu/pack made.
#
#   bash run-gpu-tests.sh [STEP...]          without a step: first tests parity steps survey zero
#   MAIN=CLASS bash run-gpu-tests.sh [ARGUMENT...]
#
#   first    what everything takes when it is called for the first time
#   tests    bindings and backend on the device
#   parity   the parity suite and the golden values over the backend gpu
#   steps    whole training steps beside PyTorch, as many as there is time for
#   survey   prints what cuDNN accepts, how exact and how fast it is; asserts little.
#            survey:Speed runs SpeedSurveyTest alone
#   zero     what cuDNN says to sequences of no steps; may leave the device in any state
#
# MAIN=io.carousel.benchmarks.gpu.GpuSteps is the whole comparison with PyTorch; --help tells more.
#
#   REQUIRE_GPU=0      no device is a skip; else a failure
#   OUT=FOLDER         every step's output goes there too, with the parity report
#   SECONDS_PER_STEP   a step that takes longer is stopped (default 90)
#   JAVA_OPTS          more options for java, such as -Xmx16g
#   CUDA_FOLDERS=A:B   where CUDA's libraries are, in place of Python's packages
#   PACK_DIR           where it is unpacked (default: a folder in /tmp)
set -uo pipefail

here="$(cd "$(dirname "$0")" && pwd -P)"
dir="${PACK_DIR:-${TMPDIR:-/tmp}/carousel-gpu-$(id -u)}"
limit="${SECONDS_PER_STEP:-90}"
python="$(command -v "${PYTHON:-python3}" || true)"

say() {
  echo "[pack] $*"
}

case "$limit" in
  '' | *[!0-9]* | [0-9] | 1[0-9] | 2[0-9])
    echo "error: SECONDS_PER_STEP must be a whole number from 30 on, SECONDS_PER_STEP=$limit" >&2
    exit 2
    ;;
esac

# ---- unpacked once; Python helps where tar knows no xz
unpack() {
  mkdir -p "$2"
  tar -xf "$1" -C "$2" 2>/dev/null ||
    "$python" -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$1" "$2"
}

key="$(cat "$here/base.key")"
if [ "$(cat "$dir/base/key" 2>/dev/null)" != "$key" ]; then
  rm -rf "$dir/base"
  unpack "$here/base.tar.xz" "$dir/base" || exit 3
  echo "$key" >"$dir/base/key"
fi
rm -rf "$dir/app"
unpack "$here/app.tar.gz" "$dir/app" || exit 3
mkdir -p "$dir/run/target" "$dir/cache"
chmod +x "$dir/base/jre/bin/java" "$dir/base/jre/lib/jspawnhelper"

# ---- CUDA's libraries: Python's packages keep them in nvidia/cudnn/lib, nvidia/cu13/lib and the like
packages() {
  if [ -n "$python" ]; then
    "$python" - <<'PYTHON'
import importlib.util
import os
import sysconfig

spec = importlib.util.find_spec("nvidia")
found = list(spec.submodule_search_locations or []) if spec else []
found += [os.path.join(sysconfig.get_paths()[k], "nvidia") for k in ("purelib", "platlib")]
print("\n".join(dict.fromkeys(folder for folder in found if os.path.isdir(folder))))
PYTHON
  fi
  ls -d /usr/lib/python3*/*-packages/nvidia /usr/local/lib/python3*/*-packages/nvidia 2>/dev/null
}

folder_of() {
  local package candidate
  while IFS= read -r package; do
    for candidate in "$package"/*/lib; do
      if [ -e "$candidate/$1" ]; then
        echo "$candidate"
        return
      fi
    done
  done <<<"$roots"
}

# Puts a folder behind a list of folders, unless it is in there.
joined() {
  case ":$1:" in
    *":${2:-$1}:"*) echo "$1" ;;
    *) echo "${1:+$1:}$2" ;;
  esac
}

given="${CUDA_FOLDERS:-}"
folders="$given"
if [ -z "$given" ]; then
  roots="$(packages)"
  for library in libcudnn.so.9 libcublas.so.13 libcudart.so.13 libnvrtc.so.13; do
    folder="$(folder_of "$library")"
    say "$library: ${folder:-not in the Python packages}"
    folders="$(joined "$folders" "$folder")"
  done
fi

# ---- the driver: known to the system's loader, or in one of the usual places
driver="$(ldconfig -p 2>/dev/null | awk '/libcuda\.so\.1 .*x86-64/ { print $NF; exit }')"
loader="$folders"
for candidate in ${given//:/ } /usr/local/nvidia/lib64 /usr/local/nvidia/lib \
  /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/lib/wsl/lib; do
  if [ -z "$driver" ] && [ -e "$candidate/libcuda.so.1" ]; then
    driver="$candidate/libcuda.so.1"
    loader="$(joined "$loader" "$candidate")"
  fi
done
say "libcuda.so.1: ${driver:-none}"
if command -v nvidia-smi >/dev/null; then
  nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm --format=csv,noheader 2>&1 |
    sed 's/^/[pack] /'
fi
probe=auto
if [ -n "$driver" ] && ! ls /dev/nvidiactl /dev/nvidia0 /dev/dxg /proc/driver/nvidia/version >/dev/null 2>&1; then
  probe=force
  say "there is a driver's library but none of its usual files: the probe is told to go on"
fi

# For the system's loader, and for what cuDNN and NVRTC open by themselves.
loader="$(joined "$loader" "${LD_LIBRARY_PATH:-}")"
if ! ldconfig -p 2>/dev/null | grep -q 'libz\.so\.1'; then
  loader="$(joined "$loader" "$dir/base/system")"
fi
export LD_LIBRARY_PATH="$loader"
export CUBLAS_WORKSPACE_CONFIG="${CUBLAS_WORKSPACE_CONFIG:-:4096:8}"

class_path="$dir/app/tests/gpu:$dir/app/tests/parity:$dir/base/natives"
for jar in "$dir"/app/lib/*.jar; do
  class_path="$class_path:$jar"
done
read -ra more <<<"${JAVA_OPTS:-}"
options=(-Xmx12g -XX:+UseParallelGC "-Djava.io.tmpdir=$dir/run"
  # Before /usr/local/cuda, which JavaCPP's presets name.
  "-Dorg.bytedeco.javacpp.platform.linkpath=$folders"
  # Who can write to this folder can change the programs in it as well.
  "-Dcarousel.cache=$dir/cache" -Dcarousel.cache.trust=true
  -Dorg.bytedeco.javacpp.maxPhysicalBytes=0
  "-Dcarousel.gpu.probe=$probe" -Dcarousel.gpu.real=true
  "${more[@]}")
if [ "${REQUIRE_GPU:-1}" = 1 ]; then
  options+=(-Dcarousel.require=gpu)
fi

program() {
  timeout -k 10 "$limit" "$dir/base/jre/bin/java" "${options[@]}" -cp "$class_path" "$@"
}

junit() {
  local details="$1"
  shift
  program org.junit.platform.console.ConsoleLauncher execute --disable-banner \
    --disable-ansi-colors --fail-if-no-tests --exclude-engine junit-vintage \
    --details "$details" "$@"
}

step() {
  case "$1" in
    first) program io.carousel.emulated.FirstCalls ;;
    tests) junit tree --scan-classpath "$dir/app/tests/gpu" --include-tag gpu ;;
    parity)
      junit summary --select-class io.carousel.parity.BackendParityTest \
        --select-class io.carousel.parity.GoldenTest
      ;;
    steps) program io.carousel.benchmarks.gpu.GpuSteps --seconds "$((limit - 20))" --rounds 3 ;;
    survey:*) junit summary --select-class "io.carousel.emulated.${1#survey:}SurveyTest" ;;
    survey) junit summary --scan-classpath "$dir/app/tests/gpu" --include-tag survey ;;
    zero) program io.carousel.emulated.ZeroLengths ;;
    *)
      echo "error: a step must be one of first tests parity steps survey survey:NAME zero, step=$1" >&2
      return 2
      ;;
  esac
}

cd "$dir/run" || exit 3
rm -f target/*
class_path="$dir/app/console.jar:$class_path"

if [ -n "${MAIN:-}" ]; then
  exec "$dir/base/jre/bin/java" "${options[@]}" -cp "$class_path" "$MAIN" "$@"
fi

if [ $# -eq 0 ]; then
  set -- first tests parity steps survey zero
fi
log="${OUT:-$dir/run/target}"
worst=0
summary=""
for name in "$@"; do
  say "---- $name"
  SECONDS=0
  step "$name" 2>&1 | tee "$log/${name//:/-}.txt"
  status="${PIPESTATUS[0]}"
  summary="$summary $name=$status (${SECONDS} s)"
  if [ "$status" -gt "$worst" ]; then
    worst="$status"
  fi
done
if [ -n "${OUT:-}" ]; then
  cp target/parity-gpu.txt "$OUT/" 2>/dev/null
fi
say "ended with:$summary"
exit "$worst"
