#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# kernel_src.sh SOURCE_DIR HOOKMATRIX
# KERNEL_SRC= a folder, a tarball or a git tree that the series do not apply to:
# the hunk is shown, the versions that do are named, no half patched tree stays.
set -eu

source=$1
hookmatrix=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOOKMATRIX_ROOT="$source" HOOKMATRIX_BUILD="$work/build"

fail() {
	echo "$*" >&2
	exit 1
}

# refused STATUS TEXT KERNEL_SRC
refused() {
	status=0
	"$hookmatrix" source --kernel-src "$3" >"$work/output" 2>&1 || status=$?
	cat "$work/output"
	[ "$status" = "$1" ] || fail "$3: status $status, expected $1"
	grep -qF -- "$2" "$work/output" || fail "$3: the output lacks '$2'"
	[ ! -e "$work/build/source/tree" ] || fail "$3: a tree was left behind"
	[ ! -e "$work/build/source/tree.partial" ] || fail "$3: half a tree was left behind"
}

tree=$work/linux
mkdir -p "$tree/kernel/bpf" "$tree/arch/x86" "$tree/scripts"
printf 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nEXTRAVERSION =\n' >"$tree/Makefile"
touch "$tree/Kconfig" "$tree/Kbuild"
echo '/* not what the series expects */' >"$tree/kernel/bpf/bpf_lsm.c"

refused 7 '@@ -' "$tree"
refused 7 'the series were not tested on 6.12.1; tested: 6.12.' "$tree"
tar -C "$work" -czf "$work/linux.tar.gz" linux
refused 7 'FAILED' "$work/linux.tar.gz"
git -C "$tree" init -q
git -C "$tree" add -A
git -C "$tree" -c user.name=t -c user.email=t@example.org commit -qm t
refused 7 'FAILED' "$tree"
refused 3 'source-missing' "$work/nothing"
refused 4 'tarball-unreadable' "$source/README.md"
