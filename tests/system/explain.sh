#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# explain.sh SOURCE_DIR HOOKMATRIX
# What `hookmatrix explain` shows is all of what was counted: the calls add up to the
# instructions of the kernel, their difference is that of hookbench's figures, and the
# program and its trampoline are called by name.
set -eu

hookmatrix=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	cat "$work/text" >&2
	echo "$*" >&2
	exit 1
}

"$hookmatrix" explain --workload eventfd_write bpf-lsm-jump-table bpf-lsm-jump-table/noop-1 >"$work/text" 2>"$work/log" ||
	fail "explain ended with status $?: $(cat "$work/log")"

counted=$(sed -n 's/^  B - A: \([+-][0-9]*\), .*/\1/p' "$work/text")
kernel=$(sed -n 's/^  B - A: .* the kernel has \([+-][0-9]*\)$/\1/p' "$work/text")
[ -n "$counted" ] || fail "there is no difference of what was counted"
[ "$counted" = "$kernel" ] || fail "hookbench counts $counted, the calls of the kernel $kernel"
[ "$counted" -gt 0 ] || fail "a program costs nothing"
grep -q 'in all; 0 in no function$' "$work/text" || fail "instructions are in no function"
for name in bpf_trampoline bpf_prog_noop_0 security_file_permission; do
	grep -q "  $name\$" "$work/text" || fail "$name is not called by name"
done
if grep -q '  ?$' "$work/text"; then
	fail "something that ran has no name"
fi
cat "$work/text"
