#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [-v] PRESET [TARGET…]: configures and builds a preset. Quiet while all
# is well but for warnings of the project itself: on a failure the whole output
# is shown.
set -eu

verbose=0
if [ "${1:-}" = -v ]; then
	verbose=1
	shift
fi
preset=$1
shift

cd "$(dirname "$0")/.."
# Own variables of make must not reach the tools that hookmatrix starts.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

# One cache for all clones: paths below the project count as relative.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
launcher=
if command -v ccache >/dev/null 2>&1; then
	launcher="-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_C_COMPILER_LAUNCHER=ccache"
fi

build() {
	# shellcheck disable=SC2086 # two options or none
	cmake --preset "$preset" $launcher || return
	if [ "$#" -gt 0 ]; then
		cmake --build --preset "$preset" --target "$@"
	else
		cmake --build --preset "$preset"
	fi
}

if [ "$verbose" = 1 ]; then
	build "$@"
	exit
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "building the tools ($preset${*:+: $*})"
if ! build "$@" >"$log" 2>&1; then
	cat "$log" >&2
	echo "run.sh: the build of preset '$preset' failed; its output stands above." >&2
	exit 5
fi
grep "^hookmatrix: warning: " "$log" >&2 || true
