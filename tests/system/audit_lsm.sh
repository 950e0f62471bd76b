#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# audit_lsm.sh SOURCE_DIR HOOKMATRIX
# The functions of hooks on the kernels of bpf-lsm: indirect calls where the
# dispatch explains them and nowhere else, and what a hook without callbacks runs.
set -eu

hookmatrix=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	cat "$work/output" >&2
	echo "$*" >&2
	exit 1
}

# audit DISPATCH: its table, and the numbers of its last line.
audit() {
	"$hookmatrix" audit --kernel "bpf-lsm-$1" >"$work/output" || fail "the audit of bpf-lsm-$1 ended with status $?"
	line=$(grep ' functions of hooks, ' "$work/output") || fail "there is no last line"
	echo "$line"
	functions=$(echo "$line" | sed 's/.*: \([0-9]*\) functions of hooks.*/\1/')
	direct=$(echo "$line" | sed 's/.*; \([0-9]*\) direct calls.*/\1/')
	indirect=$(echo "$line" | sed 's/.*, \([0-9]*\) indirect ones.*/\1/')
	# The column "instructions" of a hook that most system calls cross, and its loads.
	empty=$(awk '$1 == "security_file_permission" { print $2 }' "$work/output")
	loads=$(awk '$1 == "security_file_permission" { print $3 }' "$work/output")
	[ "$functions" -gt 200 ] || fail "only $functions functions of hooks were found"
	[ -n "$empty" ] || fail "security_file_permission is not in the table"
}

audit list
[ "$indirect" -gt "$functions" ] || fail "lists are not walked with indirect calls"
[ "$loads" = 1 ] || fail "an empty list is not one load"
for dispatch in static-call trampoline trampoline-hook; do
	audit $dispatch
	# Ten hooks have loops of their own.
	[ "$indirect" -le 20 ] || fail "$dispatch has $indirect indirect calls"
	[ "$direct" -gt $((10 * indirect)) ] || fail "$dispatch has $direct direct calls"
	[ "$loads" = 0 ] || fail "an empty hook loads something"
	static_call=$empty
done
audit jump-table
[ "$loads" = 0 ] || fail "an empty ladder loads something"
[ "$empty" -lt "$static_call" ] || fail "an empty ladder is no shorter than static keys"
grep -q '^indirect calls: .* the ladder has no rung are called from a list$' "$work/output" || fail "it is not said why ladders have indirect calls"

# A kernel whose framework is another one than it says: its calls have no reason.
build=${HOOKMATRIX_BUILD:-$1/build}
for dispatch in static-call jump-table; do
	mkdir -p "$work/build/kernels/bpf-lsm-$dispatch"
	ln -s "$build/kernels/bpf-lsm-list/vmlinux" "$work/build/kernels/bpf-lsm-$dispatch/vmlinux"
	ln -s "$build/kernels/bpf-lsm-$dispatch/config" "$work/build/kernels/bpf-lsm-$dispatch/config"
	status=0
	HOOKMATRIX_BUILD=$work/build "$hookmatrix" audit --kernel "bpf-lsm-$dispatch" >"$work/output" || status=$?
	[ "$status" = 1 ] || fail "lists that are said to be $dispatch: status $status, expected 1"
	grep -q '^indirect calls without a reason: security_file_permission$' "$work/output" || fail "$dispatch: it is not said where"
done
