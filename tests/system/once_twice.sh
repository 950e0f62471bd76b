#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# once_twice.sh SOURCE_DIR
# once.sh runs a test that has not passed, or has passed for other kernels, arguments, or
# another script, or tools where it tries those; and no other.
set -eu

once=$1/tests/system/once.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME="$work/cache"

fail() {
	echo "$*" >&2
	exit 1
}

# A project with a test that counts its runs.
mkdir -p "$work/root/build/kernels/none" "$work/root/matrix/build" "$work/root/tests/same_code" "$work/root/tests/system" "$work/root/patches/s"
for file in matrix/build/a.cc tests/same_code/a.cc tests/system/series_root.sh tests/system/pristine.sh patches/s/changed-code-allowed; do
	echo a >"$work/root/$file"
done
echo '  "identity": "1",' >"$work/root/build/kernels/none/metadata.json"
# shellcheck disable=SC2016 # for the script that is written
printf '#!/bin/sh\necho run >>"$1/runs"\n[ "$2" != bad ]\n' >"$work/root/tests/system/count.sh"
chmod +x "$work/root/tests/system/count.sh"

# runs NUMBER ARGUMENT: so often has it run, after this time
runs() {
	# shellcheck disable=SC2086 # an option or none
	"$once" "$work/root" $tools "$work/root/tests/system/count.sh" "$2" >"$work/said" || status=$?
	[ "$(wc -l <"$work/root/runs")" = "$1" ] || fail "it ran $(wc -l <"$work/root/runs") times, not $1: $(cat "$work/said")"
}

status=0
tools=
runs 1 good
runs 1 good
grep -q '^passed on 20.*AGAIN=1' "$work/said" || fail "it does not say when it passed"
runs 2 other
echo '  "identity": "2",' >"$work/root/build/kernels/none/metadata.json"
runs 3 good
mkdir "$work/root/build/kernels/none-6.1"
echo '  "identity": "3",' >"$work/root/build/kernels/none-6.1/metadata.json"
runs 3 good
echo b >>"$work/root/matrix/build/a.cc"
runs 4 good
echo '# changed' >>"$work/root/tests/system/count.sh"
runs 5 good
runs 5 good
mkdir "$work/root/build/kernels/none-debug"
echo '  "identity": "3",' >"$work/root/build/kernels/none-debug/metadata.json"
runs 5 good
HOOKMATRIX_AGAIN=1
export HOOKMATRIX_AGAIN
runs 6 good
unset HOOKMATRIX_AGAIN
[ "$status" = 0 ] || fail "a test that passes ended with status $status"
runs 7 bad
[ "$status" != 0 ] || fail "a test that fails ended with status 0"
runs 8 bad

# The same of a test of tools.
tools=--tools
mkdir -p "$work/root/build/guest/bin" "$work/root/build/guest/policies"
echo a >"$work/tool"
runs 9 "$work/tool"
runs 9 "$work/tool"
echo b >"$work/tool"
runs 10 "$work/tool"
echo a >"$work/root/build/guest/bin/hookload"
runs 11 "$work/tool"
echo a >"$work/root/build/guest/policies/audit.bpf.o"
runs 12 "$work/tool"
runs 12 "$work/tool"
