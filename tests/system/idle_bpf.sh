#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# idle_bpf.sh SOURCE_DIR HOOKMATRIX DISPATCH
# A kernel of bpf-lsm counts the same with bpf in lsm= as without it, while no
# program is attached: median and least of exact counts, on each workload whose samples
# do not differ within a boot, nor between boots of the same. With "always" in its name,
# the same comparison has to fail: else this test could not. The others differ by which
# pages a kernel happens to allocate or by what runs between two processes; keyctl by the
# numbers of keys, which are random; greatest values by interrupts.
set -eu

hookmatrix=$2
dispatch=$3
exact="getppid futex syscall_mix epoll madvise eventfd_write pipe pipe_512 tmpfs_read_1
	tmpfs_write_1 open_close open_deep stat statfs create_unlink rename link_unlink
	symlink_unlink mkdir_rmdir chmod setxattr getxattr fcntl fcntl_lock flock ioctl memfd
	mprotect mmap_munmap brk kill signal prctl sched setuid capset sysv_shm sysv_msg
	sysv_sem posix_mq bpf_map socketpair unix_dgram scm_rights unix_connect sockopt udp"
under_selinux="getppid eventfd_write pipe open_close stat mprotect mmap_munmap socketpair"
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

# count STACK WORKLOADS: workload, median, least
count() {
	# shellcheck disable=SC2086 # a list of words
	"$hookmatrix" exec --accel tcg --variant bpf-lsm --dispatch "$dispatch" --append "lsm=$1 $slabs" --timeout 600 -- \
		hookbench run --icount --counter instructions $2 >"$work/said" || fail "counting with lsm=$1 ended with status $?"
	awk '$2 == "instructions" && $3 > 0 { print $1, $3, $4 }' "$work/said" >"$work/$1"
	[ "$(wc -l <"$work/$1")" = "$(echo "$2" | wc -w)" ] || fail "counts are missing with lsm=$1: $(cat "$work/said")"
}

# compare WITHOUT WITH WORKLOADS
compare() {
	count "$1" "$3"
	count "$2" "$3"
	diff "$work/$1" "$work/$2"
}

case $dispatch in
*-always)
	! compare capability bpf "$exact" >"$work/difference" || fail "bpf in lsm= costs nothing on $dispatch, which calls it at every hook"
	cat "$work/difference"
	;;
*)
	compare capability bpf "$exact" || fail "$dispatch: bpf in lsm= costs something with no program attached"
	compare selinux selinux,bpf "$under_selinux" || fail "$dispatch: bpf after selinux costs something with no program attached"
	echo "$dispatch: $(wc -l <"$work/bpf") workloads cost the same with bpf in lsm= as without"
	;;
esac
