#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# lab.sh SOURCE_DIR HOOKLAB HOOKMATRIX
# From hooklab to a model by their command lines: prices of this CPU are a model with its
# error; what cannot be one is refused with its status; nothing in the environment
# changes what is measured. And the census of the tree in use. No time is judged.
set -eu

source=$1
hooklab=$2
hookmatrix=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

# expect STATUS COMMAND...: its output and errors in $work/said
expect() {
	wanted=$1
	shift
	status=0
	"$@" >"$work/said" 2>&1 || status=$?
	[ "$status" = "$wanted" ] || fail "$*: status $status instead of $wanted: $(tail -n 5 "$work/said")"
}

expect 0 env BENCHMARK_FILTER=nothing BENCHMARK_LIST_TESTS=1 BENCHMARK_OUT="$work/out" "$hooklab" run --repetitions 3 --output "$work/lab.json"
[ ! -e "$work/out" ] || fail "a file was written that nobody asked for on the command line"
expect 0 "$hookmatrix" model --prices "$work/lab.json"
grep -q '^list_retpoline_8 ' "$work/said" || fail "the model was not tried: $(cat "$work/said")"
grep -q 'it is off by [0-9]*%' "$work/said" || fail "the model does not say how far it is off"
expect 0 "$hookmatrix" model --prices "$work/lab.json" --format json
grep -q '"kind": "model"' "$work/said" || fail "JSON does not say that it is a model"

# Results without events, and prices that are a part.
awk -v plain=1 -f "$source/tests/system/data/report_results.awk" >"$work/matrix.json"
expect 12 "$hookmatrix" model --prices "$work/lab.json" "$work/matrix.json"
grep -q 'results-without-events' "$work/said" || fail "another error: $(cat "$work/said")"
expect 0 "$hooklab" run --repetitions 3 --filter ladder --output "$work/part.json"
expect 4 "$hookmatrix" model --prices "$work/part.json"
grep -q 'prices-incomplete' "$work/said" || fail "another error: $(cat "$work/said")"
expect 4 "$hookmatrix" model --prices "$work/matrix.json"
expect 2 "$hooklab" run --filter 'no such mechanism'

# In a report these prices take the place of those in the results.
awk -f "$source/tests/system/data/report_results.awk" >"$work/events.json"
expect 0 "$hookmatrix" report "$work/events.json" --format markdown --stdout
grep -q 'Made Up 1' "$work/said" || fail "the prices in the results are not in their report"
expect 0 "$hookmatrix" report "$work/events.json" --prices "$work/lab.json" --format markdown --stdout
grep -q '^## In nanoseconds: a model' "$work/said" || fail "the report has no chapter of nanoseconds"
grep -q '^### MODEL: nanoseconds of pipe over none' "$work/said" || fail "the report has no model of these events"
grep -q '^| list\\_retpoline\\_8 ' "$work/said" || fail "the report has no prices of mechanisms"
! grep -q 'Made Up 1' "$work/said" || fail "prices that were given did not take the place of those in the results"
expect 4 "$hookmatrix" report "$work/events.json" --prices "$work/matrix.json" --format markdown --stdout
grep -q 'prices-invalid.*hooklab did not write it' "$work/said" || fail "another error: $(cat "$work/said")"

# As many hooks as the header declares.
expect 0 "$hookmatrix" census
hooks=$(grep '^LSM_HOOK(' "$source/build/source/tree/include/linux/lsm_hook_defs.h" | cut -d , -f 3 | sort -u | wc -l)
grep -q ": $hooks hooks" "$work/said" || fail "not $hooks hooks: $(cat "$work/said")"
grep -q '^selinux ' "$work/said" || fail "the census has no SELinux"
expect 4 "$hookmatrix" census --kernel-source "$work"
echo "prices became a model, and what could not was refused; $hooks hooks"
