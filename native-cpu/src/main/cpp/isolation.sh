# Functions that keep code of an instruction set from machines that lack it: read after compile.sh by
# build.sh and by the test of this file. Objects are NAME.SET.o; all others are for the baseline.

# Fails where the objects in a folder could run code of an instruction set that nobody has looked for.
refuse_leaks() {
  sets=$(instruction_sets | cut -d' ' -f1 | grep -vx baseline) || return 0
  NM=$($CXX -print-prog-name=nm)
  OBJDUMP=$($CXX -print-prog-name=objdump)
  if ! "$NM" --version >/dev/null 2>&1 || ! "$OBJDUMP" --version >/dev/null 2>&1; then
    say "nm and objdump must be there to look into the objects, nm=$NM, objdump=$OBJDUMP;" \
      "install binutils" >&2
    return 1
  fi
  for set in $sets; do
    refuse_shared "$1" "$set" && refuse_start "$1" "$set" && refuse_calls "$1" "$set" || return 1
  done
}

# Says what is wrong with an object, on the error output: constraint, object, remedy.
refuse() {
  say "$2, object=$(basename "$1"); see isa.h:" >&2
  echo "$3" >&2
  return 1
}

# What the linker may merge with the same code of another set, and what the loader chooses by calling.
refuse_shared() {
  for object in "$1"/*."$2".o; do
    symbols=$("$NM" -C "$object" | grep -E '^[0-9a-f]* [WVui] ') || continue
    refuse "$object" "code of an instruction set must have no weak, unique or indirect symbol" \
      "$symbols"
    return 1
  done
}

# What runs when the library is loaded or unloaded.
refuse_start() {
  for object in "$1"/*."$2".o; do
    sections=$("$OBJDUMP" -h "$object" |
      grep -E ' (\.(preinit_array|init_array|fini_array|ctors|dtors|init|fini)|__mod_init_func|__init_offsets)') ||
      continue
    refuse "$object" "code of an instruction set must have nothing that runs at load time" \
      "$sections"
    return 1
  done
}

# What objects of other sets, the baseline for one, name beside the table.
refuse_calls() {
  "$NM" -C -g "$1"/*."$2".o | sed -n 's/^[0-9a-f][0-9a-f]* [A-Z] //p' |
    grep -vx "carousel::$2::table" | sort -u >"$1/names-of-$2"
  for object in "$1"/*.o; do
    case $object in *."$2".o) continue ;; esac
    names=$("$NM" -C -u "$object" | sed 's/^ *[UVWvw] //' | grep -Fx -f "$1/names-of-$2") || continue
    refuse "$object" "code of an instruction set must be reached by its table only, set=$2" "$names"
    return 1
  done
}
