# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# For tests of the series: the sources that the kernels are built from.
#
#   . "${0%/*}/pristine.sh"
#   pristine=$(pristine_of "$root" 6.12)   # the newest of that version, where there are several

version_of() {
	echo "$(sed -n 's/^VERSION = //p' "$1/Makefile").$(sed -n 's/^PATCHLEVEL = //p' "$1/Makefile")"
}

pristine_of() {
	# shellcheck disable=SC2012 # names of our own making
	ls -dt "$1"/build/source/pristine-* 2>/dev/null | while read -r folder; do
		[ "$(version_of "$folder")" != "$2" ] || echo "$folder"
	done | head -n 1 | grep . || {
		echo "no source of Linux $2 is prepared: hookmatrix source --kernel-version $2" >&2
		return 1
	}
}
