#!/bin/sh
# Makes a folder to be the root of a process: a JRE, the system libraries that it and the jar ask for,
# the jar, and nothing else. No shell, no compiler, no Maven, no OpenMP library.
#
#   bare-root.sh ROOT JAVA_HOME JAR
set -eu
root=$1
java=$2
jar=$3
PATH=$PATH:/sbin:/usr/sbin

# Copies a file to the same place below the root.
take() {
  mkdir -p "$root$(dirname "$1")"
  cp -L "$1" "$root$1"
}

mkdir -p "$root/proc" "$root/dev" "$root/tmp" "$root/home"
"$java/bin/jlink" --add-modules java.base,java.logging,java.management,java.xml,jdk.unsupported \
  --strip-debug --no-header-files --no-man-pages --output "$root/jre"
for binary in "$root/jre/bin/java" "$root/jre/lib/server/libjvm.so" "$root"/jre/lib/*.so; do
  ldd "$binary"
done | awk '/ \(0x/ { for (i = 1; i <= NF; i++) if ($i ~ /^\//) print $i }' | grep -vF "$root" |
  sort -u | while read -r library; do take "$library"; done
# What oneDNN asks for; some JVMs have these linked in.
for library in libstdc++.so.6 libgcc_s.so.1 libm.so.6; do
  take "$(ldconfig -p | awk -v name=$library '$1 == name && /64\)/ { print $NF; exit }')"
done
cp "$jar" "$root/carousel.jar"
