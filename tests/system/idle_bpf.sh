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

# count STACK: workload, median, least
count() {
	# shellcheck disable=SC2086 # a list of words
	"$hookmatrix" exec --accel tcg --variant bpf-lsm --dispatch "$dispatch" --append "lsm=$1" --timeout 600 -- \
		hookbench run --icount --counter instructions $exact >"$work/said" || fail "counting with lsm=$1 ended with status $?"
	awk '$2 == "instructions" && $3 > 0 { print $1, $3, $4 }' "$work/said" >"$work/$1"
	[ "$(wc -l <"$work/$1")" = 8 ] || fail "there are not eight counts with lsm=$1: $(cat "$work/said")"
}

# compare WITHOUT WITH: what differs is printed
compare() {
	count "$1"
	count "$2"
	# Names are looked up in chains whose length depends on where a directory lies in
	# memory, and that on whatever was allocated before: a link of one is 3 instructions.
	paste "$work/$1" "$work/$2" | awk '
		$1 != $4 { print; different = 1; next }
		{ slack = ($1 == "open_close" || $1 == "stat") ? 3 : 0; a = $5 - $2; b = $6 - $3 }
		a > slack || a < -slack || b > slack || b < -slack { print; different = 1 }
		END { exit different + 0 }'
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
