#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# options.sh SOURCE_DIR HOOKMATRIX
# What an option costs, and which options make a command fail: with options whose answers
# are known, few of whose objects are compiled again.
set -eu

source=$1
hookmatrix=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	cat "$work/said" >&2
	echo "$*" >&2
	exit 1
}

says() {
	grep -qE -- "$1" "$work/said" || fail "it does not say '$1'"
}

# The configuration in the kernel: bytes, and not one instruction. BPF cannot be left out of a kernel with a network.
"$hookmatrix" cost none --option IKCONFIG --option BPF --workload getppid --workload pipe >"$work/said" || fail "cost ended with status $?"
says '^none .*with # CONFIG_IKCONFIG is not set$'
says '^  Options that changed with it: CONFIG_IKCONFIG_PROC=y to n$'
says '^  text, bytes  .* -[1-9][0-9]*$'
says '; 2 of 2 workloads'
says 'Not weighed: 1 of the options asked for did not stay'
says '^      selected by NET '

# What was weighed is not weighed again, and says the same.
mv "$work/said" "$work/first"
"$hookmatrix" cost none --option IKCONFIG --option BPF --workload getppid --workload pipe >"$work/said" 2>"$work/log" || fail "cost ended with status $?"
cmp "$work/first" "$work/said" || fail "the second time it says otherwise"
! grep -q compile "$work/log" || fail "it compiles again: $(cat "$work/log")"

# Two options of which one needs the other, out of all that differ.
bad=$source/build/kernels/none/config
good=$work/good
grep -q '^CONFIG_IKCONFIG_PROC=y' "$bad" || fail "the kernel does not have its configuration, and nothing can be found"
sed '/CONFIG_IKCONFIG[ =]/d; /CONFIG_IKCONFIG_PROC[ =]/d; /CONFIG_PROC_PAGE_MONITOR[ =]/d; /CONFIG_CROSS_MEMORY_ATTACH[ =]/d
	/CONFIG_LOG_BUF_SHIFT=/d; /CONFIG_MAGIC_SYSRQ_SERIAL[ =]/d' "$bad" >"$good"
cat >>"$good" <<'LINES'
# CONFIG_IKCONFIG is not set
CONFIG_LOG_BUF_SHIFT=16
# CONFIG_PROC_PAGE_MONITOR is not set
# CONFIG_CROSS_MEMORY_ATTACH is not set
LINES
"$hookmatrix" bisect-config "$good" "$bad" -- test ! -e /proc/config.gz >"$work/said" 2>"$work/log" || fail "bisect-config ended with status $? $(cat "$work/log")"
says 'ends with 0 on the good configuration and with 1 '
says '^  CONFIG_IKCONFIG=y   \(good: # CONFIG_IKCONFIG is not set\)'
says '^  CONFIG_IKCONFIG_PROC=y   '
says '^None of the 2 can be left out'
# What was tried is not tried again.
"$hookmatrix" bisect-config "$good" "$bad" --json -- test ! -e /proc/config.gz >"$work/said" 2>/dev/null || fail "bisect-config ended with status $?"
says '"trials": 0'
status=0
"$hookmatrix" bisect-config "$good" "$good" -- true >"$work/said" 2>&1 || status=$?
[ "$status" -eq 12 ] || fail "two configurations that are alike: status $status"
says 'the command ends with 0 on both'
echo "options are weighed and found"
