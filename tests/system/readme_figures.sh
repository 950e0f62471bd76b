#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# readme_figures.sh SOURCE_DIR HOOKMATRIX [RESULTS...]: the figures in the tables of README.md
# are those of runs, one of each set: RESULTS, else the lines of these runs that are kept in
# tests/system/data/readme_figures.csv. A figure that somebody typed is found, which is
# tried first. Of RESULTS, also the sentences that README.md quotes of the report are found.
#
# New figures: run the sets, each with --output, then
#   hookmatrix report RESULTS... --format csv --output /tmp
#   awk -f tests/system/data/readme_figures.awk /tmp/matrix.csv README.md >README.new
#   awk -v WANTED=1 -f tests/system/data/readme_figures.awk /tmp/matrix.csv README.md >tests/system/data/readme_figures.csv
set -eu

source=$1
hookmatrix=$2
shift 2
again=$source/tests/system/data/readme_figures.awk
kept=$source/tests/system/data/readme_figures.csv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

# same CSV README: what differs stands in $work/differs.
same() {
	awk -f "$again" "$1" "$2" >"$work/again" && diff -u "$2" "$work/again" >"$work/differs"
}

# Made-up results: a figure by hand, a mark less, a row of another kernel, a column that is no cell.
awk -f "$source/tests/system/data/report_results.awk" >"$work/made-up.json"
"$hookmatrix" report "$work/made-up.json" --format csv --output "$work" >/dev/null
cat >"$work/README.md" <<'END'
1 000 is no figure of a table.

<!-- figures cost: set default, kernel 6.12.117, accelerator tcg-icount, tools made-up
none: none - - idle
override: override gate - idle
list: bpf-lsm list bpf idle
-->

| workload | none | override | list |
|---|---:|---:|---:|
| pipe | 1 000 | −60 (−6.0 %) | +48 (+4.8 %) |
| fork\_wait | 4 000 | ~+150 (~+3.8 %) | +69 (+1.7 %) |
| open\_close | 3 000 | +20 (+0.7 %) | +62 (+2.1 %) |

<!-- figures added: set default, kernel 6.12.117, accelerator tcg-icount, tools made-up
override: override gate - noop-1
bpf-lsm, list: bpf-lsm list bpf noop-1
-->

| kernel | pipe | fork\_wait |
|---|---:|---:|
| override | +47 | ~−43 |
| bpf-lsm, list | +200 | +200 |

| kernel | pipe |
|---|---:|
| untold | 7 |
END
same "$work/matrix.csv" "$work/README.md" || fail "what is right was found wrong: $(cat "$work/differs")"
for edit in 's/ 1 000 |/ 1 001 |/' 's/−60/−61/' 's/−60/+60/' 's/4.8 %/4.9 %/' 's/~+150/+150/' 's/(~+3.8/(+3.8/' 's/+47/+48/' 's/~−43/−43/' \
	's/^| bpf-lsm, list/| bpf-lsm, other/' 's/| pipe | fork/| nothing | fork/' 's/| override | list |/| list | override |/' 's/ none - - idle/ none - - noop-1/'; do
	sed "$edit" "$work/README.md" >"$work/edited.md"
	! cmp -s "$work/README.md" "$work/edited.md" || fail "$edit edits nothing"
	! same "$work/matrix.csv" "$work/edited.md" || fail "nobody sees $edit"
done

# What README.md says of its run; every table of figures has it, and they agree.
named=$(sed -n 's/^<!-- figures [a-z]*: //p' "$source/README.md" | sort -u)
[ -n "$named" ] || fail "README.md does not say of which run its figures are"
twice=$(echo "$named" | cut -d, -f1 | uniq -d)
[ -z "$twice" ] || fail "README.md has figures of several runs of $twice"
tables=$(grep -c '^<!-- figures ' "$source/README.md")
untold=$(awk '/^<!-- figures/ { told = 1 } /^\|--/ && !told && /---:/ { print FNR } /^\|--/ { told = 0 }' "$source/README.md")
[ -z "$untold" ] || fail "README.md, line $untold: a table of figures that does not say of which run"

# One line, however its own are wrapped and marked.
flat() { sed 's/^> *//' "$@" | tr -s '\n ' '  '; }

if [ $# -gt 0 ]; then
	results=$*
	"$hookmatrix" report "$@" --format csv --output "$work" >/dev/null
	csv=$work/matrix.csv
	"$hookmatrix" report "$1" --format markdown --output "$work" >/dev/null
	flat "$work/matrix.md" >"$work/flat"
	sed -n 's/^> *\(..*\)/\1/p' "$source/README.md" >"$work/quoted"
	[ -s "$work/quoted" ] || fail "README.md quotes nothing of the report"
	while read -r sentence; do
		grep -qF -- "$(echo "$sentence" | flat | sed 's/ $//')" "$work/flat" || fail "$1 has no such sentence: $sentence"
	done <"$work/quoted"
else
	results=$kept
	csv=$kept
fi
same "$csv" "$source/README.md" || fail "figures of README.md are not those of $results ($named): $(cat "$work/differs")"
echo "$tables tables of README.md have the figures of $results"
