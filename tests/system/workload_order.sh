#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# workload_order.sh SOURCE_DIR HOOKMATRIX
# The cells of a boot share a guest, one workload after the other. That may not be seen in
# what is counted: a workload counts the same after all others, before them, and alone.
# Not tried are those that make a file, a folder or a connection for each operation: which
# memory the kernel has left for it, and the odd instructions of finding it, depend on
# what ran before. Slabs have one page here (tests/system/idle_bpf.sh says why).
set -eu

hookmatrix=$2
workloads="getppid futex syscall_mix epoll madvise eventfd_write pipe pipe_512 tmpfs_read_1 tmpfs_write_1
	open_close open_deep stat statfs chmod getxattr fcntl fcntl_lock flock ioctl mprotect mmap_munmap brk kill
	signal prctl sched setuid capset sysv_shm sysv_msg sysv_sem posix_mq bpf_map socketpair unix_dgram scm_rights
	sockopt udp"
alone="eventfd_write open_close mprotect socketpair"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

# count NAME WORKLOADS: workload and median to $work/NAME
count() {
	# shellcheck disable=SC2086 # a list of words
	"$hookmatrix" exec --accel tcg --variant none --append slub_max_order=0 --timeout 600 -- hookbench run --icount --counter instructions $2 >"$work/said" ||
		fail "counting $1 ended with status $?: $(cat "$work/said")"
	awk '$2 == "instructions" && $3 > 0 { print $1, $3 }' "$work/said" | sort >"$work/$1"
	[ "$(wc -l <"$work/$1")" = "$(echo "$2" | wc -w)" ] || fail "counts are missing ($1): $(cat "$work/said")"
}

# shellcheck disable=SC2086 # a list of words
backwards=$(printf '%s\n' $workloads | tac)
count forwards "$workloads"
count backwards "$backwards"
diff "$work/forwards" "$work/backwards" || fail "what workloads count depends on their order"
for workload in $alone; do
	count "$workload" "$workload"
	grep "^$workload " "$work/forwards" | diff - "$work/$workload" || fail "$workload alone counts something else than among others"
done
echo "$(wc -l <"$work/forwards") workloads count the same in both orders, $(echo "$alone" | wc -w) of them alone as well"
