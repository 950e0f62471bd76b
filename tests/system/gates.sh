#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# gates.sh SOURCE_DIR HOOKMATRIX
# Counts the gates that workloads pass, and what idle hooks cost them. Each workload
# crosses the hooks that its row names and no others, and the controls none. Costs are
# relations of exact counts, on workloads whose samples are all equal and the same on
# each boot; fork_wait, execve and others differ by the memory that a kernel happens to
# allocate.
set -eu

hookmatrix=$2
exact="getppid futex syscall_mix epoll madvise eventfd_write pipe open_close stat mprotect mmap_munmap socketpair"
controls="getppid futex syscall_mix epoll madvise io_uring_nop"
# Where idle hooks cost at most one instruction for each gate. docs/override-idle-cost.md
# says what is left on the others.
within="eventfd_write open_close mmap_munmap"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	cat "$work/output" >&2
	echo "$*" >&2
	exit 1
}

# Of a workload's row: WORKLOAD NONE HERE COST DATA GATES …
column() {
	awk -v name="$1" -v column="$2" '$1 == name && NF > 6 { print $column + 0 }' "$work/output"
}

status=0
"$hookmatrix" gates --functions --samples 12 >"$work/output" || status=$?
[ "$status" -le 1 ] || fail "hookmatrix gates ended with status $status"

if grep -E 'is meant to cross|does not name' "$work/output" >"$work/missed"; then
	fail "the hooks that are crossed are others: $(cat "$work/missed")"
fi
for workload in $controls; do
	[ "$(column "$workload" 4)" = 0 ] || fail "$workload passes no hook and costs more than on none"
	[ "$(column "$workload" 6)" = 0 ] || fail "$workload passes a gate"
done
for workload in $exact; do
	[ -n "$(column "$workload" 4)" ] || fail "there is no row of $workload"
	# What the functions run more or less adds up to the cost: nothing was
	# counted twice, or not at all.
	unexplained=$(awk -v name="$workload" '$0 == name { here = 1 } here && /in no function:/ { print $4; exit }' "$work/output")
	[ "$unexplained" = 0 ] || fail "$workload: $unexplained instructions are in no function"
done
[ "$(column eventfd_write 6)" = 1 ] || fail "eventfd_write passes another number of gates than 1"
[ "$(column pipe 6)" = 2 ] || fail "pipe passes another number of gates than 2"
for workload in $within; do
	# Without what functions of the same code run for their data's sake.
	cost=$(($(column "$workload" 4) - $(column "$workload" 5)))
	gates=$(column "$workload" 6)
	[ "$workload" != eventfd_write ] || gates=2
	[ "$cost" -le "$gates" ] || fail "$workload: idle hooks cost $cost instructions, $gates are allowed"
done
sed '/^$/q' "$work/output"
