#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# once.sh SOURCE_DIR [--tools] SCRIPT ARGUMENT…
# Runs SCRIPT SOURCE_DIR ARGUMENT…, a test of up to an hour, unless it has passed for the
# same kernels (source, patches, fragments, compiler: their identities), builder and
# script. So `make check-full`, which is hours, goes on where it was interrupted. With
# --tools the answer follows from the tools as well: arguments that are files, and what
# guests are given.
# HOOKMATRIX_AGAIN=1 (make check-full AGAIN=1) runs it whatever was before.
set -eu

root=$1
tools=
if [ "$2" = --tools ]; then
	tools=yes
	shift
fi
script=$2
shift 2
passed=${XDG_CACHE_HOME:-$HOME/.cache}/hookmatrix/passed

# What the answer follows from.
inputs() {
	for kernel in "$root"/build/kernels/*/metadata.json; do
		case $kernel in
		*-debug* | */kernels/*-[0-9].[0-9]*/metadata.json) ;; # of another release: these tests have none of it
		*) sed -n 's/.*"identity": "\(.*\)".*/\1/p' "$kernel" ;;
		esac
	done
	cd "$root"
	find matrix/build tests/same_code tests/system/series_root.sh tests/system/pristine.sh "tests/system/${script##*/}" patches/*/changed-code-allowed -type f |
		LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum
	for word; do
		echo "${word##*/}"
		if [ -n "$tools" ] && [ -f "$word" ]; then
			sha256sum <"$word"
		fi
	done
	if [ -n "$tools" ]; then
		find build/guest/bin build/guest/policies -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum
	fi
}
key=$(inputs "$@" | sha256sum | cut -d' ' -f1)

if [ -z "${HOOKMATRIX_AGAIN:-}" ] && [ -f "$passed/$key" ]; then
	echo "$(cat "$passed/$key") with the same kernels, builder and script. AGAIN=1 runs it again."
	exit 0
fi
"$script" "$root" "$@"
mkdir -p "$passed"
echo "passed on $(date -u '+%Y-%m-%d %H:%M UTC')" >"$passed/.$key.$$"
mv "$passed/.$key.$$" "$passed/$key"
