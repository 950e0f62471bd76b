#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# advise.sh SOURCE_DIR HOOKMATRIX
# What advise, hooks-diff and rebase-series say by their command lines, on the kernels and
# the source in use: fragments are held against Kconfig, both ways; the commands that are
# printed make the configuration that is promised; a tree with the series has them.
set -eu

source=$1
hookmatrix=$2
tree=$source/build/source/tree
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	cat "$work/said" >&2
	echo "$*" >&2
	exit 1
}

# says TEXT: the last answer has it.
says() {
	grep -qF -- "$1" "$work/said" || fail "it does not say '$1'"
}

# A kernel that has all that programs need and no LSM but bpf's.
"$hookmatrix" advise --config "$source/build/kernels/bpf-lsm-list/config" --cmdline lsm=bpf --policy "$source/build/guest/policies/deny_open.bpf.o" \
	--fragment "$work/fragment" >"$work/said" || fail "advise ended with status $?"
says 'LSMs that run: capability, bpf'
says 'deny_open: 1 programs, which both roads take'
says 'lines stay.'
grep -q 'symbols-' "$work/said" && fail "the source does not know the symbols of a kernel that was built from it"
variant=$(sed -n 's/^  \* \([a-z-]*\), confidence .*/\1/p' "$work/said")
[ -n "$variant" ] || fail "there is no recommendation"

# The command that is printed, up to the build: the same lines, and a name of its own.
says "make variant=$variant CONFIG='$source/build/kernels/bpf-lsm-list/config' deb"
HOOKMATRIX_BUILD=$work/build
export HOOKMATRIX_BUILD
mkdir "$HOOKMATRIX_BUILD"
ln -s "$source/build/source" "$HOOKMATRIX_BUILD/source"
made=$("$hookmatrix" package --variant "$variant" --config "$source/build/kernels/bpf-lsm-list/config" --config-only) || fail "package ended with status $?"
unset HOOKMATRIX_BUILD
while read -r line; do
	case $line in "# CONFIG_"*) ;; "#"*) continue ;; esac # an explanation
	grep -qxF "$line" "$made" || fail "$line is not in the configuration that a package is built with"
done <"$work/fragment"
grep -qxF "CONFIG_LOCALVERSION=\"-$variant\"" "$made" || fail "the kernel has no name of its own"

# Of two that exclude each other the fragment says which one runs; what is said is no line that could be lost.
sed 's/^CONFIG_LSM=.*/CONFIG_LSM="selinux,apparmor"/' "$source/build/kernels/bpf-lsm-list/config" >"$work/config"
"$hookmatrix" advise --config "$work/config" --want apparmor --fragment "$work/fragment" >"$work/said" || fail "advise ended with status $?"
says '# apparmor, selinux exclude each other: apparmor comes first and is the one that runs.'
says 'lines stay.'
grep -qxF 'CONFIG_LSM="apparmor,selinux,bpf"' "$work/fragment" || fail "the fragment has another order"

# Half of a file says nothing of what stood in the other one.
head -c 20000 "$source/build/kernels/bpf-lsm-list/config" >"$work/config"
"$hookmatrix" advise --config "$work/config" >"$work/said" || fail "advise ended with status $?"
says 'unchanged, confidence low'
says '[cut-off]'

# Who uses a feature is a name for it, where it is clear for which.
"$hookmatrix" advise --config "$source/build/kernels/bpf-lsm-list/config" --cmdline lsm=apparmor,bpf --want libvirt --no-verify >"$work/said" || fail "advise ended with status $?"
says 'libvirt (sVirt) (wanted)'
says "WANT='apparmor'"
status=0
"$hookmatrix" advise --config "$source/build/kernels/bpf-lsm-list/config" --cmdline lsm=bpf --want libvirt >"$work/said" 2>&1 || status=$?
[ "$status" = 2 ] || fail "a name that could mean two features ended with status $status"
says 'selinux or apparmor'

# A line that Kconfig does not keep: BTF needs the information that this one has switched off.
sed 's/^CONFIG_DEBUG_INFO_BTF=y/# CONFIG_DEBUG_INFO_BTF is not set/' "$source/build/kernels/bpf-lsm-list/config" >"$work/config"
printf 'CONFIG_DEBUG_INFO_SPLIT=y\nCONFIG_HOOKMATRIX_NO_SUCH_LSM=y\n' >>"$work/config"
"$hookmatrix" advise --config "$work/config" --want ima >"$work/said" || fail "advise ended with status $?"
says 'asked for CONFIG_DEBUG_INFO_BTF=y, got # CONFIG_DEBUG_INFO_BTF is not set'
says 'It fails, as the fragment does not hold'

# A symbol that no Kconfig file has; without a source nothing is said of it.
says 'HOOKMATRIX_NO_SUCH_LSM'
says '[symbols-unknown]'
HOOKMATRIX_BUILD=$work/none "$hookmatrix" advise --config "$work/config" >"$work/said" || fail "advise ended with status $?"
says '[symbols-not-looked-at]'
grep -q 'HOOKMATRIX_NO_SUCH_LSM' "$work/said" && fail "it claims to know what is unknown to a source that is not there"
if "$hookmatrix" advise --config "$work/config" --kernel-source "$work" --no-verify >"$work/said" 2>&1; then
	fail "a folder without a kernel source is taken for one"
fi
says 'source-missing'

"$hookmatrix" hooks-diff "$tree" "$tree" >"$work/said" || fail "hooks-diff of a tree with itself ended with status $?"
says '0 added, 0 removed, 0 renamed, 0 changed'
grep -q '^0 of [1-9]' "$work/said" || fail "a policy breaks, or none was looked at"
"$hookmatrix" rebase-series --onto "$tree" >"$work/said" || fail "rebase-series onto the tree that has them ended with status $?"
says ' 0 clean, 0 with an offset, 0 three-way, 0 in conflict'
# shellcheck source=tests/system/pristine.sh
. "$source/tests/system/pristine.sh"
"$hookmatrix" rebase-series --onto "$(pristine_of "$source" "$(version_of "$tree")")" >"$work/said" || fail "rebase-series ended with status $?"
says ' 0 there already, '
says ' 0 with an offset, 0 three-way, 0 in conflict'
