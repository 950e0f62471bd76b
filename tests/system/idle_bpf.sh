#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# idle_bpf.sh SOURCE_DIR HOOKMATRIX DISPATCH
# A kernel of bpf-lsm counts the same with bpf in lsm= as without it, while no
# program is attached: median and least of exact counts. With "always" in its name,
# the same comparison has to fail: else this test could not. Left out are fork_wait,
# execve and tcp_loopback, which differ from boot to boot by the memory that a
# kernel happens to allocate, and greatest values, which an interrupt can be in.
set -eu

hookmatrix=$2
dispatch=$3
exact="getppid eventfd_write pipe open_close stat mprotect mmap_munmap socketpair"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

# A path is copied into an object of a slab of eight pages; in the first of them, one
# time in eight, finding the slab again takes 3 instructions less (compound_head()), and
# where an object comes to lie another stack changes. Slabs of one page have a first only.
slabs=slub_max_order=0

# count STACK: workload, median, least
count() {
	# shellcheck disable=SC2086 # a list of words
	"$hookmatrix" exec --accel tcg --variant bpf-lsm --dispatch "$dispatch" --append "lsm=$1 $slabs" --timeout 600 -- \
		hookbench run --icount --counter instructions $exact >"$work/said" || fail "counting with lsm=$1 ended with status $?"
	awk '$2 == "instructions" && $3 > 0 { print $1, $3, $4 }' "$work/said" >"$work/$1"
	[ "$(wc -l <"$work/$1")" = 8 ] || fail "there are not eight counts with lsm=$1: $(cat "$work/said")"
}

# compare WITHOUT WITH
compare() {
	count "$1"
	count "$2"
	diff "$work/$1" "$work/$2"
}

case $dispatch in
*-always)
	! compare capability bpf >"$work/difference" || fail "bpf in lsm= costs nothing on $dispatch, which calls it at every hook"
	cat "$work/difference"
	;;
*)
	compare capability bpf || fail "$dispatch: bpf in lsm= costs something with no program attached"
	compare selinux selinux,bpf || fail "$dispatch: bpf after selinux costs something with no program attached"
	echo "$dispatch: $(wc -l <"$work/bpf") workloads cost the same with bpf in lsm= as without"
	;;
esac
