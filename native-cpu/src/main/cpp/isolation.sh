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
  refuse_unread "$1" || return 1
  for set in $sets; do
    refuse_shared "$1" "$set" && refuse_start "$1" "$set" && refuse_names "$1" "$set" &&
      refuse_calls "$1" "$set" || return 1
  done
}

# Fails where a source in a folder switches an instruction set on by itself, whose object bears
# another set's name.
refuse_targets() {
  lines=$(grep -nE '(^|[^A-Za-z_])(__)?target(_clones|_version)?(__)? *\(|pragma +GCC +target' \
    "$1"/*.cc "$1"/*.h) || return 0
  say "a source must leave the instruction set to the compiler's options; see isa.h:" >&2
  echo "$lines" >&2
  return 1
}

# Says what is wrong with an object, on the error output: constraint, object, remedy.
refuse() {
  say "$2, object=$(basename "$1"); see isa.h:" >&2
  echo "$3" >&2
  return 1
}

# Code that is only made when the library is linked (-flto): nothing can be seen in it yet.
refuse_unread() {
  for object in "$1"/*.o; do
    sections=$("$OBJDUMP" -h "$object" 2>&1) || sections="no sections: $sections"
    case $sections in
      "no sections"* | *.gnu.lto_*) ;;
      *) continue ;;
    esac
    refuse "$object" "code must be compiled before it is linked, without -flto" "$sections"
    return 1
  done
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

# What somebody may call by its name without a table: the JVM calls JNI_OnLoad, the loader _init.
refuse_names() {
  for object in "$1"/*."$2".o; do
    names=$("$NM" -C -g "$object" | sed -n 's/^[0-9a-f][0-9a-f]* [A-Z] //p' |
      grep -v "^carousel::$2::") || continue
    refuse "$object" "code of an instruction set must have no name outside its namespace, set=$2" \
      "$names"
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
