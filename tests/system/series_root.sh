#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Sourced by tests that build with a part of the series: a project root of its
# own, so that hookmatrix makes source, configuration and kernel as it always does.
#
#   . "$source/tests/system/series_root.sh"
#   series_open "$source" [KERNEL]         # sets series_work, removed at the end, and series_patches:
#                                          # of all series, in order, "override-return/6.12/0001-….patch";
#                                          # of another KERNEL than the default, those for it
#   use_patches root 3                     # a root with the first three patches
#   in_root root "$hookmatrix" build --variant none
#   added_options 3                        # options that these three patches bring

fail() {
	echo "$*" >&2
	exit 1
}

series_open() {
	series_source=$(cd "$1" && pwd)
	# shellcheck source=tests/system/pristine.sh
	. "$series_source/tests/system/pristine.sh"
	[ -f "$series_source/build/source/tree${2:+-$2}/Makefile" ] || fail "the source is not prepared: hookmatrix source${2:+ --kernel-version $2}"
	series_version=$(version_of "$series_source/build/source/tree${2:+-$2}")
	series_pristine=$(pristine_of "$series_source" "$series_version")
	series_folder=$series_source/patches
	series_patches=$(for series in override-return bpf-lsm; do
		sed "s/#.*//; s/[[:space:]]//g; /^\$/d; s|^|$series/$series_version/|" \
			"$series_folder/$series/$series_version/series"
	done)
	[ -n "$series_patches" ] || fail "$series_folder names no patch"
	# Below build/: hard links to the source, and paths as long as the usual ones.
	series_work=$(mktemp -d "$series_source/build/series.XXXXXX")
	trap 'rm -rf "$series_work"' EXIT
	trap 'exit 13' HUP INT TERM
	# The compiler cache, and no finished kernels: objects are wanted.
	cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/hookmatrix
	mkdir -p "$series_work/cache/hookmatrix"
	if [ -d "$cache/ccache" ]; then
		ln -s "$cache/ccache" "$series_work/cache/hookmatrix/ccache"
	fi
}

# The first COUNT patches, one a line.
first_patches() {
	echo "$series_patches" | awk -v count="$1" 'NR <= count'
}

# Options that the first COUNT patches define.
added_options() {
	for step in $(first_patches "$1"); do
		sed -n 's/^+\(menu\)*config \([A-Z0-9_]*\)$/\2/p' "$series_folder/$step"
	done
}

# Files that the patches named on standard input change.
changed_files() {
	while read -r step; do
		sed -n 's/^--- a\///p; s/^+++ b\///p' "$series_folder/$step"
	done | sort -u
}

# use_patches ROOT COUNT: ROOT has the first COUNT patches, and the fragments
# without the options that the others bring. Called again, it changes what differs.
use_patches() {
	root=$series_work/$1
	if [ ! -d "$root" ]; then
		mkdir -p "$root/build/source"
		cp -a -H -l "$series_pristine" "$root/build/source/"
		cp -a "$series_source/build/source/checksums.json" "$root/build/source/"
		cp -a "$series_source/patches" "$root/"
	fi
	for series in override-return bpf-lsm; do
		{
			echo '# SPDX-License-Identifier: GPL-2.0'
			first_patches "$2" | sed -n "s|^$series/$series_version/||p"
		} >"$root/patches/$series/$series_version/series"
	done
	rm -rf "$root/kconfig-fragments"
	cp -a "$series_source/kconfig-fragments" "$root/"
	added_options "$2" | sort -u >"$series_work/here"
	added_options "$(echo "$series_patches" | wc -l)" | sort -u | comm -13 "$series_work/here" - |
		while read -r option; do
			sed -i "/^CONFIG_$option=/d; /^# CONFIG_$option is not set\$/d" "$root"/kconfig-fragments/*.config
		done
}

# in_root ROOT COMMAND…
in_root() {
	root=$series_work/$1
	shift
	HOOKMATRIX_ROOT=$root HOOKMATRIX_BUILD=$root/build XDG_CACHE_HOME=$series_work/cache "$@"
}
