#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# series_step_by_step.sh SOURCE_DIR HOOKMATRIX SERIES
# The patches of a series one by one, on those of the series before it. With the first, the middle and the last
# the whole kernel is built and boots: `override` as soon as a patch brings its
# option, `none` before; in the series bpf-lsm, the kernel of the dispatch that
# came last. With each other patch the folders of the code that it touches are
# compiled, for every variant, and where it touches a header those that are about
# hooks and programs, with some objects that call hooks. WHOLE=all: the whole kernel and a boot with each
# patch. As long as several builds, so it is not part of `make check` (label
# full); run again, the compiler cache has what did not change.
set -eu

source=$1
hookmatrix=$2
wanted=$3
# shellcheck source=tests/system/series_root.sh
. "$source/tests/system/series_root.sh"
series_open "$source"

# boot KERNEL: it runs a program.
boot() {
	said=$("$hookmatrix" exec --accel tcg --kernel "$1" -- echo alive) || fail "$1 does not boot"
	[ "$said" = alive ] || fail "$1 said '$said'"
}

# Of the files read, the folders to be compiled, as targets of make. Folders with
# hundreds of objects that are not about hooks are left to the whole kernels: of
# these, the objects.
folders() {
	awk '/^tools\// || !/\.[chS]$/ { next }
	/\.h$/ && !headers++ {
		print "kernel/bpf/\nkernel/trace/bpf_trace.o\nsecurity/"
		print "fs/inode.o\nfs/namei.o\nfs/read_write.o\nnet/socket.o\nnet/core/sock.o\nmm/mmap.o\nkernel/fork.o"
	}
	/\.h$/ { next }
	/^(fs|mm|net|net\/core|kernel)\/[^\/]*$/ || /^kernel\/trace\// { sub(/\.[cS]$/, ".o"); print; next }
	{ sub(/[^\/]*$/, ""); print }' | sort -u
}

# compile_tool FILE: the syntax of one file of the tools in the kernel's tree,
# whose own builds run Python. Linked is libbpf alone, in each kernel build.
compile_tool() {
	case $1 in
	tools/lib/bpf/* | tools/bpf/bpftool/*) ;;
	*) echo "not compiled: $1 is neither of libbpf nor of bpftool" && return ;;
	esac
	if grep -q '^#include .*\.skel\.h' "$tree/$1"; then
		echo "not compiled: $1 includes what bpftool makes"
		return
	fi
	echo "compiling $1"
	(cd "$tree" && gcc -fsyntax-only -std=gnu11 -Wall -Werror=implicit -D_GNU_SOURCE -D'PACKAGE="bpftool"' \
		-Itools/include -Itools/include/uapi -Itools/lib -Itools/lib/bpf -Ikernel/bpf "$1") ||
		fail "$1 does not compile with $patch"
}

tree=$series_work/steps/build/source/tree
# Of this series: the number of its patches, and of those before it.
count=$(echo "$series_patches" | grep -c "^$wanted/") || fail "there is no series $wanted"
before=$(echo "$series_patches" | awk -v first="$wanted/" 'index($0, first) == 1 { exit } { n++ } END { print n + 0 }')

# whole NUMBER: is the whole kernel built and booted with this patch?
whole() {
	[ "${WHOLE:-}" = all ] || [ "$1" -eq 1 ] || [ "$1" -eq $(((count + 1) / 2)) ] || [ "$1" -eq "$count" ]
}

# dispatches NUMBER: the bpf-lsm kernels that there are with this many patches,
# the newest last. Without the option of a dispatch it is mainline's.
dispatches() {
	added_options "$1" >"$series_work/options"
	echo bpf-lsm-static-call
	for pair in LIST=list TRAMPOLINE=trampoline JUMP_TABLE=jump-table; do
		! grep -qx "SECURITY_DISPATCH_${pair%=*}" "$series_work/options" || echo "bpf-lsm-${pair#*=}"
	done
	! grep -qx BPF_LSM_HOOK_TRAMPOLINE "$series_work/options" || echo bpf-lsm-trampoline-hook
}

number=0
booted=0
for patch in $(echo "$series_patches" | grep "^$wanted/"); do
	number=$((number + 1))
	use_patches steps $((before + number))
	main=none
	if added_options $((before + number)) | grep -qx BPF_OVERRIDE_RETURN; then
		main=override
	fi
	case $patch in
	bpf-lsm/*) main=$(dispatches $((before + number)) | tail -n 1) ;;
	esac
	if whole "$number"; then
		echo "[$number/$count] $patch: $main, whole"
		in_root steps "$hookmatrix" build --variant "$main" || fail "$main does not build with $patch"
		boot "$series_work/steps/build/kernels/$main/bzImage"
		booted=$((booted + 1))
	fi
	echo "$patch" | changed_files >"$series_work/files"
	while read -r file; do
		case $file in
		tools/*.c) [ ! -e "$tree/$file" ] || compile_tool "$file" ;;
		esac
	done <"$series_work/files"
	folders <"$series_work/files" >"$series_work/folders"
	if [ ! -s "$series_work/folders" ]; then
		echo "[$number/$count] it touches no code of the kernel"
		continue
	fi
	for variant in none override $(dispatches $((before + number))); do
		[ "$variant" != override ] || grep -qx BPF_OVERRIDE_RETURN "$series_work/options" || continue
		[ "$variant" != "$main" ] || ! whole "$number" || continue
		echo "[$number/$count] $patch: $variant, $(tr '\n' ' ' <"$series_work/folders")"
		# Asked for by name, an object is compiled that the kernel does not have.
		sed 's/^/--target /' "$series_work/folders" >"$series_work/targets"
		[ "$variant" != none ] || sed -i '/bpf_fs_kfuncs/d' "$series_work/targets"
		# shellcheck disable=SC2046 # a list of options
		in_root steps "$hookmatrix" build --variant "$variant" $(cat "$series_work/targets") || fail "$variant does not compile with $patch"
	done
done
echo "$count patches, each compiled with those before it, $booted booted"
