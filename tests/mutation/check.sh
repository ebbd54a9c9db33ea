#!/bin/sh
# Compares the changes that no test of a module noticed with those that are known, and fails where
# there are more: run it after PIT, which README.md says how to start.
#
#   check.sh MODULE           compares with MODULE.survivors
#   check.sh MODULE --list    prints what survived, in the form of that file, without reasons
#
# A line is COUNT CLASS METHOD CHANGE | reason. Lines of the source are left out, since they move.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ -n "${1:-}" ] || { echo "a module must be named: check.sh api, or io" >&2; exit 2; }
report=$here/../../$1/target/pit-reports/mutations.csv
known=$here/$1.survivors

if ! [ -f "$report" ]; then
  echo "the report must be there, file=$report was not found; run PIT first: see README.md" >&2
  exit 2
fi

survivors() {
  awk -F, '$6 == "SURVIVED" || $6 == "NO_COVERAGE" {
    change = $3
    sub(/.*\.(returns\.)?/, "", change)
    sub(/Mutator.*/, "", change)
    sub(/io\.carousel\./, "", $2)
    print $2, $4, change
  }' "$report" | LC_ALL=C sort | uniq -c | sed 's/^ *//'
}

if [ "${2:-}" = --list ]; then
  survivors
  exit 0
fi
survivors | awk -v known="$known" '
  BEGIN {
    while ((getline line < known) > 0) {
      if (line ~ /^#/ || line == "") continue
      split(line, parts, " ")
      allowed[parts[2] " " parts[3] " " parts[4]] += parts[1]
      reasons += line ~ /\| ./
      lines++
    }
    if (reasons < lines) {
      print "every survivor must have a reason, lines=" lines ", reasons=" reasons ", file=" known
      bad = 1
    }
  }
  {
    name = $2 " " $3 " " $4
    all += $1
    found[name] = 1
    if ($1 > allowed[name]) {
      print "not noticed: " $1 " (known " allowed[name] + 0 ") " name
      bad = 1
    }
  }
  END {
    for (name in allowed) {
      if (!(name in found)) print "noticed now, so take it off the list: " name
    }
    print all + 0 " changes were not noticed"
    exit bad
  }'
