#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# hooks_doc.sh SOURCE_DIR HOOKMATRIX [RELEASE]
# docs/hooks.md, or docs/hooks-RELEASE.md, is what `hookmatrix hooks` says of the
# kernels that are built; the table has every hook of the source in one class, what a
# hook is said to need is not configured, and noop_all has a program for each of the
# default release.
# shellcheck disable=SC2016 # the backquotes are of Markdown
set -eu

source=$1
hookmatrix=$2
suffix=${3:+-$3}
doc=docs/hooks$suffix.md
build=${HOOKMATRIX_BUILD:-$source/build}
defs=$build/source/tree$suffix/include/linux/lsm_hook_defs.h
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

version=$(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$build/kernels/override$suffix/metadata.json")
if ! grep -qx "$version" "$source/patches/tested-versions"; then
	echo "skipped: $doc is about a tested version, and the kernels are $version"
	exit 77
fi

grep -o '^LSM_HOOK([^,]*,[^,]*, *[a-z0-9_]*' "$defs" | sed 's/.*[, ]//' | sort -u >"$work/names"
if [ -z "$suffix" ]; then
	readelf -SW "$build/guest/policies/noop_all.bpf.o" | sed -n 's/.* lsm\/\([a-z0-9_]*\) .*/\1/p' | sort >"$work/programs"
	cmp "$work/names" "$work/programs" || fail "noop_all.bpf.o has not one program for each hook: see loader/bpf/all_hooks.h"
fi

for kernel in override$suffix bpf-lsm$suffix; do
	config=$build/kernels/$kernel/config
	[ "$kernel" = "override$suffix" ] || config=$build/kernels/bpf-lsm-list$suffix/config
	"$hookmatrix" hooks --kernel "$kernel" --format markdown >"$work/$kernel"
	sed -n 's/^| `\([a-z0-9_]*\)` | \(deny\|observe\|disabled\|absent\) |.*/\1/p' "$work/$kernel" | sort >"$work/listed"
	cmp "$work/names" "$work/listed" || fail "$kernel: the hooks listed are not those of lsm_hook_defs.h, each once"
	# A hook that takes no program says why.
	! grep -E '^\| `[a-z0-9_]*` \| (disabled|absent) \|.*\|  \|$' "$work/$kernel" ||
		fail "$kernel: these hooks have no reason"
	# shellcheck disable=SC2013 # words of one form
	for option in $(grep '| absent |' "$work/$kernel" | grep -o 'CONFIG_[A-Z0-9_]*' | sort -u); do
		! grep -q "^$option=" "$config" ||
			fail "$kernel: a hook is said to need $option, which this kernel has"
	done
	sed -n "/^<!-- hookmatrix hooks --kernel $kernel /,/^<!-- end -->/p" "$source/$doc" |
		sed '1d;$d' >"$work/doc"
	diff "$work/doc" "$work/$kernel" ||
		fail "$doc is not current: write the above with 'hookmatrix hooks --kernel $kernel --format markdown'"
done
