#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# audit.sh SOURCE_DIR HOOKMATRIX
# Each gate of the override kernel and of its modules is one no-op as it is linked;
# of a kernel or a module whose code was overwritten the audit says which are not.
set -eu

hookmatrix=$2
kernels=${HOOKMATRIX_BUILD:-$1/build}/kernels
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

"$hookmatrix" audit >"$work/output" || fail "the audit of override ended with status $?"
tail -n 2 "$work/output"
grep -q ' gates in vmlinux and [1-9][0-9]* in [1-9][0-9]* modules, ' "$work/output" || fail "no gate of a module was looked at"
grep -q ' of 5, 0 of something else$' "$work/output" || fail "the audit has no such line"

mkdir -p "$work/build/kernels/override"
objcopy --strip-debug --dump-section .text="$work/text" "$kernels/override/vmlinux" "$work/vmlinux"
head -c "$(wc -c <"$work/text")" /dev/zero >"$work/zeros"
objcopy --update-section .text="$work/zeros" "$work/vmlinux" "$work/build/kernels/override/vmlinux"
status=0
HOOKMATRIX_BUILD=$work/build "$hookmatrix" audit >"$work/output" || status=$?
[ "$status" = 1 ] || fail "a kernel without a no-op left: status $status, expected 1"
grep -q '^not a no-op: file_open in do_dentry_open at 0x[0-9a-f]*: add .* (00 00): it writes flags$' "$work/output" ||
	fail "the gate in do_dentry_open is not named"

# The same of a module, beside a good vmlinux.
module=overlay.ko
mkdir -p "$work/build/kernels/override/modules"
ln -sf "$kernels/override/vmlinux" "$work/build/kernels/override/vmlinux"
objcopy --dump-section .text="$work/text" "$kernels/override/modules/$module" "$work/module"
head -c "$(wc -c <"$work/text")" /dev/zero >"$work/zeros"
objcopy --update-section .text="$work/zeros" "$work/module" "$work/build/kernels/override/modules/$module"
status=0
HOOKMATRIX_BUILD=$work/build "$hookmatrix" audit >"$work/output" || status=$?
[ "$status" = 1 ] || fail "a module without a no-op left: status $status, expected 1"
grep -q "^not a no-op: .* of $module at 0x[0-9a-f]*: add .* (00 00): it writes flags\$" "$work/output" ||
	fail "the gates of $module are not named"
