#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# series_step_by_step.sh SOURCE_DIR HOOKMATRIX SERIES [KERNEL]
# The patches of a series one by one, on those of the series before it. With the first, the middle and the last
# the whole kernel is built and boots: `override` as soon as a patch brings its
# option, `none` before; in the series bpf-lsm, the kernel of the dispatch that
# came last. With each other patch the folders of the code that it touches are
# compiled, for every variant, and where it touches a header those that are about
# hooks and programs, with some objects that call hooks. WHOLE=all: the whole kernel and a boot with each
# patch. As long as several builds, so it is not part of `make check` (label
# full). A patch that has passed, with the same patches before it, fragments, source,
# compiler, builder and scripts, is not tried again: interrupted, it goes on there; with a
# patch more it does that one, and those that are built whole now and were not.
# HOOKMATRIX_AGAIN=1 does all of them.
set -eu

source=$1
hookmatrix=$2
wanted=$3
of=${4:+-$4} # how the tree and the kernels of another KERNEL than the default end
# shellcheck source=tests/system/series_root.sh
. "$source/tests/system/series_root.sh"
series_open "$source" "${4:-}"

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

tree=$series_work/steps/build/source/tree$of
# Of this series: the number of its patches, and of those before it.
count=$(echo "$series_patches" | grep -c "^$wanted/") || fail "there is no series $wanted"
before=$(echo "$series_patches" | awk -v first="$wanted/" 'index($0, first) == 1 { exit } { n++ } END { print n + 0 }')

# whole NUMBER: is the whole kernel built and booted with this patch?
whole() {
	[ "${WHOLE:-}" = all ] || [ "$1" -eq 1 ] || [ "$1" -eq $(((count + 1) / 2)) ] || [ "$1" -eq "$count" ]
}

# dispatches NUMBER: the bpf-lsm kernels that there are with this many patches,
# the newest last. Without the option of a dispatch it is mainline's; 6.1 has lists.
dispatches() {
	added_options "$1" >"$series_work/options"
	if [ -n "$of" ]; then
		echo bpf-lsm-list
		return
	fi
	echo bpf-lsm-static-call
	for pair in LIST=list TRAMPOLINE=trampoline JUMP_TABLE=jump-table; do
		! grep -qx "SECURITY_DISPATCH_${pair%=*}" "$series_work/options" || echo "bpf-lsm-${pair#*=}"
	done
	! grep -qx BPF_LSM_HOOK_TRAMPOLINE "$series_work/options" || echo bpf-lsm-trampoline-hook
}

# sums_of PATH…: of each file there
sums_of() {
	find "$@" -type f >"$series_work/found"
	LC_ALL=C sort "$series_work/found" | tr '\n' '\0' | xargs -0 sha256sum
}

# step_inputs NUMBER: what the answer of this patch follows from. Of a boot, which says
# that it is alive and no more, QEMU alone.
step_inputs() {
	if whole "$1"; then
		echo whole
		qemu-system-x86_64 --version
	fi
	gcc --version
	ld --version
	pahole --version
	echo "${series_pristine##*/}"
	(cd "$series_source" && sums_of matrix/build tests/system/series_root.sh tests/system/pristine.sh tests/system/series_step_by_step.sh)
	(cd "$series_work/steps" && sums_of kconfig-fragments)
	first_patches $((before + $1)) >"$series_work/patches"
	while read -r step; do
		sha256sum <"$series_folder/$step"
	done <"$series_work/patches"
}

# main_variant NUMBER: sets main, the kernel that this patch is about.
main_variant() {
	main=none
	if added_options $((before + $1)) | grep -qx BPF_OVERRIDE_RETURN; then
		main=override
	fi
	case $patch in
	bpf-lsm/*) main=$(dispatches $((before + $1)) | tail -n 1) ;;
	esac
}

# compile_tools: those of the patch, once the tree has it.
compile_tools() {
	while read -r file; do
		case $file in
		tools/*.c) [ ! -e "$tree/$file" ] || compile_tool "$file" ;;
		esac
	done <"$series_work/files"
}

# step NUMBER: the kernel, objects and tools of one patch.
step() {
	main_variant "$1"
	built=
	if whole "$1"; then
		echo "[$1/$count] $patch: $main, whole"
		in_root steps "$hookmatrix" build --variant "$main$of" || fail "$main does not build with $patch"
		boot "$series_work/steps/build/kernels/$main$of/bzImage"
		booted=$((booted + 1))
		built=$main
	else
		in_root steps "$hookmatrix" source --kernel-version "$series_version" >"$series_work/said" || fail "the tree cannot be made with $patch: $(cat "$series_work/said")"
	fi
	echo "$patch" | changed_files >"$series_work/files"
	compile_tools
	folders <"$series_work/files" >"$series_work/folders"
	if [ ! -s "$series_work/folders" ]; then
		echo "[$1/$count] it touches no code of the kernel"
		return
	fi
	for variant in none override $(dispatches $((before + $1))); do
		[ "$variant" != override ] || grep -qx BPF_OVERRIDE_RETURN "$series_work/options" || continue
		[ "$variant" != "$built" ] || continue
		echo "[$1/$count] $patch: $variant, $(tr '\n' ' ' <"$series_work/folders")"
		# Asked for by name, an object is compiled that the kernel does not have.
		sed 's/^/--target /' "$series_work/folders" >"$series_work/targets"
		[ "$variant" != none ] || sed -i '/bpf_fs_kfuncs/d' "$series_work/targets"
		# shellcheck disable=SC2046 # a list of options
		in_root steps "$hookmatrix" build --variant "$variant$of" $(cat "$series_work/targets") || fail "$variant does not compile with $patch"
	done
}

passed=${XDG_CACHE_HOME:-$HOME/.cache}/hookmatrix/passed
mkdir -p "$passed"
number=0
booted=0
known=0
for patch in $(echo "$series_patches" | grep "^$wanted/"); do
	number=$((number + 1))
	use_patches steps $((before + number))
	step_inputs "$number" >"$series_work/inputs"
	key=$(sha256sum <"$series_work/inputs" | cut -d' ' -f1)
	if [ -z "${HOOKMATRIX_AGAIN:-}" ] && [ -f "$passed/$key" ]; then
		echo "[$number/$count] $patch: $(cat "$passed/$key")"
		known=$((known + 1))
		continue
	fi
	step "$number"
	made_from=$(pristine_of "$series_work/steps" "$series_version")
	[ "${made_from##*/}" = "${series_pristine##*/}" ] || fail "the tree is made from $made_from, not from $series_pristine"
	echo "passed on $(date -u '+%Y-%m-%d %H:%M UTC')" >"$passed/.$key.$$"
	mv "$passed/.$key.$$" "$passed/$key"
done
echo "$count patches, each compiled with those before it: $known before, $((count - known)) now, of which $booted booted"
