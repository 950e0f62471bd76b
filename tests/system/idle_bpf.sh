#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# idle_bpf.sh SOURCE_DIR HOOKMATRIX DISPATCH [others]
# A kernel of bpf-lsm counts the same with bpf in lsm= as without it, while no
# program is attached: median and least of exact counts, on each workload whose samples
# do not differ within a boot, nor between boots of the same. With "always" in its name,
# the same comparison has to fail: else this test could not. Greatest values differ by
# interrupts. "others" (make check-full) are the rest of the workloads but perf's: where
# their counts differ, by which pages a kernel happens to allocate, by what the scheduler
# reckons between two processes, or by the numbers of keys, which are random, one operation
# is traced, and of that each function of hooks has to count the same.
#
# What differs is counted again in other boots, with other work before it: a hook that is
# called costs in each of them. Where things come to lie does not.
set -eu

hookmatrix=$2
dispatch=$3
exact="getppid futex syscall_mix epoll madvise eventfd_write pipe pipe_512 tmpfs_read_1
	tmpfs_write_1 open_close open_deep stat statfs create_unlink rename link_unlink
	symlink_unlink mkdir_rmdir chmod setxattr getxattr fcntl fcntl_lock flock ioctl memfd
	mprotect mmap_munmap brk kill signal prctl sched setuid capset sysv_shm sysv_msg
	sysv_sem posix_mq bpf_map socketpair unix_dgram scm_rights unix_connect sockopt udp"
others="tmpfs_read_4096 tmpfs_write_4096 file_copy_1024 io_uring_nop io_uring_read readdir
	inotify mount_umount mmap_file ptrace perf_event_open pipe_switch keyctl tcp_stream
	tcp_loopback thread fork_wait userns unshare execve execve_dynamic execve_script
	shell_script shell_scripts_8"
under_selinux="getppid eventfd_write pipe open_close stat mprotect mmap_munmap socketpair sysv_msg posix_mq"
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

# differing WITHOUT WITH WORKLOADS OTHERS: to $work/left those workloads that do not count the
# same; the others run before them
differing() {
	count "$1" "$4 $3"
	count "$2" "$4 $3"
	diff "$work/$1" "$work/$2" || :
	for workload in $3; do
		[ "$(grep "^$workload " "$work/$1")" = "$(grep "^$workload " "$work/$2")" ] || echo "$workload"
	done >"$work/left"
}

# compare WITHOUT WITH WORKLOADS: to $work/left those that cost more or less in each of the boots
compare() {
	differing "$1" "$2" "$3" ""
	for others in "" "readdir" "fork_wait inotify"; do
		[ -s "$work/left" ] || return 0
		differing "$1" "$2" "$(cat "$work/left")" "$others"
	done
}

# same_hooks WORKLOAD WITHOUT WITH: each function of hooks has the same instructions in all its
# calls by an operation; where it has several processes, these may come in another order
same_hooks() {
	"$hookmatrix" explain --workload "$1" --format json --output "$work/calls" "bpf-lsm-$dispatch/$2" "bpf-lsm-$dispatch/$3" >"$work/said" 2>&1 ||
		fail "explaining $1 ended with status $?: $(cat "$work/said")"
	awk -F '[:, "]+' '$2 == "a" { a = $3 } $2 == "b" { b = $3 }
		$2 == "function" && $3 ~ /^(security_|bpf_|lsm_|cap_|__lsm)/ { without[$3] += a; with[$3] += b; calls++ }
		END {
			for (name in without)
				if (without[name] != with[name]) print name, without[name], with[name]
			exit !calls
		}' "$work/calls" >"$work/hooks" || fail "$1 calls no function of hooks"
	if [ -s "$work/hooks" ]; then
		cat "$work/hooks"
		return 1
	fi
	echo "$1: what differs is not of hooks: $(sed -n 's/.*"kernel_difference": //p' "$work/calls" | tr -d ,) instructions"
}

# explain_left WITHOUT WITH: of $work/left keeps those workloads whose hooks are not the same
explain_left() {
	mv "$work/left" "$work/differing"
	while read -r workload; do
		same_hooks "$workload" "$1" "$2" || echo "$workload" >>"$work/costly"
	done <"$work/differing"
}

case $dispatch/${4:-} in
*-always/others)
	! same_hooks execve capability bpf || fail "bpf in lsm= calls nothing on $dispatch, which calls it at every hook"
	;;
*/others)
	differing capability bpf "$others" ""
	explain_left capability bpf
	[ ! -e "$work/costly" ] || fail "$dispatch: bpf in lsm= costs something with no program attached: $(cat "$work/costly")"
	echo "$dispatch: $(echo "$others" | wc -w) workloads more cost the same at hooks with bpf in lsm= as without"
	;;
*-always/)
	compare capability bpf "$exact"
	[ -s "$work/left" ] || fail "bpf in lsm= costs nothing on $dispatch, which calls it at every hook"
	;;
*)
	compare capability bpf "$exact"
	[ ! -s "$work/left" ] || fail "$dispatch: bpf in lsm= costs something with no program attached: $(cat "$work/left")"
	compare selinux selinux,bpf "$under_selinux"
	[ ! -s "$work/left" ] || fail "$dispatch: bpf after selinux costs something with no program attached: $(cat "$work/left")"
	echo "$dispatch: workloads cost the same with bpf in lsm= as without"
	;;
esac
