#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# doc_figures.sh SOURCE_DIR HOOKMATRIX [DOCUMENT RESULTS...]: the figures in the tables of
# README.md and docs/dispatch.md are those of runs, one of each set. They are compared with the
# lines of these runs that are kept in tests/system/data/DOCUMENT.figures.csv; with DOCUMENT and
# RESULTS, that document with these. A figure that somebody typed is found, which is
# tried first. So are the sentences that README.md quotes of the report.
#
# New figures: run the sets, each with --output, then
#   hookmatrix report RESULTS... --format csv --output /tmp
#   awk -f tests/system/data/doc_figures.awk /tmp/matrix.csv README.md >README.new
#   awk -v WANTED=1 -f tests/system/data/doc_figures.awk /tmp/matrix.csv README.md >tests/system/data/README.figures.csv
#   sed -n 's/^> *//p' README.md >tests/system/data/README.quotes.txt, once this test has passed with RESULTS
set -eu

source=$1
hookmatrix=$2
shift 2
again=$source/tests/system/data/doc_figures.awk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

# same CSV DOCUMENT: what differs stands in $work/differs.
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

<!-- figures over: set default, kernel 6.12.117, accelerator tcg-icount, tools made-up
columns: idle = bpf idle pipe | a program = bpf noop-1 pipe | retpolines = bpf noop-1 pipe/retpolines | said = -
none: none - - idle pipe | - | none - - idle pipe/retpolines | -
list, all: bpf-lsm list
override: override gate - idle pipe | override gate - noop-9 pipe | override gate - idle pipe/retpolines | -
-->

| kernel | idle | a program | retpolines | said |
|---|---:|---:|---:|---|
| `none` | 1 000 | | 0 | of old |
| `list`, all | +48 | +248 | +2 | +47 |
| `override` | −60 | – | +1 | |
END
awk -v WANTED=1 -f "$again" "$work/matrix.csv" "$work/README.md" >"$work/kept.csv"
for csv in matrix kept; do
	same "$work/$csv.csv" "$work/README.md" || fail "what is right was found wrong: $(cat "$work/differs")"
done
sed 's/tools made-up/tools of another/' "$work/README.md" >"$work/edited.md"
! same "$work/kept.csv" "$work/edited.md" || fail "nobody sees that it is another run"
for edit in 's/ 1 000 |/ 1 001 |/' 's/−60/−61/' 's/−60/+60/' 's/4.8 %/4.9 %/' 's/~+150/+150/' 's/(~+3.8/(+3.8/' 's/+47/+48/' 's/~−43/−43/' \
	's/^| bpf-lsm, list/| bpf-lsm, other/' 's/| pipe | fork/| nothing | fork/' 's/| override | list |/| list | override |/' 's/ none - - idle$/ none - - noop-1/' \
	's/| retpolines | said/| calls | said/' 's/| idle | a program/| a program | idle/' 's/ +248/ +249/' 's/ +2 / +3 /' 's/ 0 | of/ 1 | of/' 's/ – / 9 /' "s/, all | +48/ | +48/" 's/bpf idle pipe |/bpf noop-1 pipe |/'; do
	sed "$edit" "$work/README.md" >"$work/edited.md"
	! cmp -s "$work/README.md" "$work/edited.md" || fail "$edit edits nothing"
	! same "$work/matrix.csv" "$work/edited.md" || fail "nobody sees $edit"
done

# told DOCUMENT: what it says of its runs; every table of figures has it, and they agree. One
# that no run can be compared with says "<!-- unchecked figures: of what -->", and is counted.
told() {
	named=$(sed -n 's/^<!-- figures [a-z]*: //p' "$source/$1" | sort -u)
	[ -n "$named" ] || fail "$1 does not say of which run its figures are"
	twice=$(echo "$named" | cut -d, -f1 | uniq -d)
	[ -z "$twice" ] || fail "$1 has figures of several runs of $twice"
	tables=$(grep -c '^<!-- figures ' "$source/$1")
	unchecked=$(grep -c '^<!-- unchecked figures: ' "$source/$1" || true)
	untold=$(awk '/^<!-- (unchecked )?figures/ { told = 1 } /^\| *:?-/ && !told && /-:/ { print FNR } /^\| *:?-/ { told = 0 }' "$source/$1")
	[ -z "$untold" ] || fail "$1, line $untold: a table of figures that does not say of which run"
}

# has_figures DOCUMENT CSV OF
has_figures() {
	told "$1"
	same "$2" "$source/$1" || fail "figures of $1 are not those of $3 ($named): $(cat "$work/differs")"
	echo "$tables tables of $1 have the figures of $3, and $unchecked no test"
}

# One line, however its own are wrapped and marked.
flat() { sed 's/^> *//' "$@" | tr -s '\n ' '  '; }

# has_quotes DOCUMENT TEXT OF: its quotes are sentences there
has_quotes() {
	flat "$2" >"$work/flat"
	sed -n 's/^> *\(..*\)/\1/p' "$source/$1" >"$work/quoted"
	[ -s "$work/quoted" ] || fail "$1 quotes nothing of the report"
	while read -r sentence; do
		grep -qF -- "$(echo "$sentence" | flat | sed 's/ $//')" "$work/flat" || fail "$3 has no such sentence: $sentence"
	done <"$work/quoted"
}

if [ $# -eq 0 ]; then
	for document in README.md docs/dispatch.md; do
		name=${document##*/}
		kept=$source/tests/system/data/${name%.md}.figures.csv
		has_figures "$document" "$kept" "$kept"
	done
	kept=$source/tests/system/data/README.quotes.txt
	has_quotes README.md "$kept" "$kept"
	exit
fi
document=$1
shift
"$hookmatrix" report "$@" --format csv --output "$work" >/dev/null
has_figures "$document" "$work/matrix.csv" "$*"
if [ "$document" = README.md ]; then
	"$hookmatrix" report "$1" --format markdown --output "$work" >/dev/null
	has_quotes README.md "$work/matrix.md" "$1"
fi
