#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# events.sh SOURCE_DIR HOOKMATRIX [DISPATCH]
# Counting events changes nothing in the guest: instructions are those of a boot
# without the plugin. And events are what the code says: with a program attached, a
# hook list makes one indirect call, and a ladder none; and the code is that which ran,
# though it was patched before and after, on a list and with DISPATCH.
set -eu

source=$1
hookmatrix=$2
one_more=${3:-}
further=
[ -z "$one_more" ] || further=", \"$one_more\""
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

# A build folder of its own: the results of others stay.
mkdir "$work/build"
for folder in kernels guest host; do
	ln -s "$source/build/$folder" "$work/build/$folder"
done

# count NAME COUNTERS: NAME.csv
count() {
	cat >"$work/$1.toml" <<END
schema_version = 1
name = "$1"
workloads = ["eventfd_write", "open_close"]
counters = [$2]
samples = 20
[[group]]
variant = "none"
stacks = ["-"]
scenarios = ["idle"]
[[group]]
variant = "bpf-lsm"
dispatch = ["list", "jump-table"$further]
stacks = ["bpf"]
scenarios = ["idle", "noop-1"]
END
	HOOKMATRIX_BUILD=$work/build "$hookmatrix" run --set "$work/$1.toml" >"$work/said" 2>&1 ||
		fail "counting ended with status $?: $(cat "$work/said")"
	HOOKMATRIX_BUILD=$work/build "$hookmatrix" report --format csv --output "$work/report" >/dev/null
	cp "$work/report/matrix.csv" "$work/$1.csv"
}

# median DISPATCH SCENARIO WORKLOAD COUNTER
median() {
	awk -F , -v dispatch="$1" -v scenario="$2" -v workload="$3" -v counter="$4" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		$at["dispatch"] == dispatch && $at["scenario"] == scenario && $at["workload"] == workload &&
			$at["counter"] == counter { print $at["median"] }' "$work/events.csv" | grep . ||
		fail "$1 $2 $3 $4 was not counted"
}

# more DISPATCH WORKLOAD COUNTER: what a program adds
more() {
	with=$(median "$1" noop-1 "$2" "$3")
	without=$(median "$1" idle "$2" "$3")
	echo $((with - without))
}

count plain '"instructions"'
count events '"instructions", "kernel-instructions", "retpolines", "calls", "returns", "conditional-jumps", "taken-jumps", "not-taken-jumps", "loads", "stores", "code-lines", "data-lines"'
grep ',instructions,' "$work/events.csv" >"$work/with"
grep ',instructions,' "$work/plain.csv" >"$work/without"
# Of two workloads: none idle, each dispatch idle and with a program.
expected=10
[ -z "$one_more" ] || expected=14
[ "$(wc -l <"$work/with")" = "$expected" ] || fail "there are not $expected counts: $(cat "$work/events.csv")"
diff "$work/without" "$work/with" || fail "the plugin changed what the guest counted"

[ "$(median - idle eventfd_write retpolines)" = 1 ] || fail "a write to an eventfd is not one indirect call"
[ "$(more list eventfd_write retpolines)" = 1 ] || fail "a callback on a list is not one indirect call"
[ "$(more jump-table eventfd_write retpolines)" = 0 ] || fail "a callback on a ladder is an indirect call"
[ "$(more list eventfd_write instructions)" = "$(more list eventfd_write kernel-instructions)" ] ||
	fail "a program on a hook adds instructions outside of the kernel"
# The stub that is always called is patched when a program comes, and again when it goes.
for dispatch in list $one_more; do
	calls=$(median "$dispatch" noop-1 eventfd_write calls)
	returns=$(median "$dispatch" noop-1 eventfd_write returns)
	[ $((calls - returns)) = 1 ] ||
		fail "$dispatch: $calls calls and $returns returns: the trampoline of a program leaves one call without its return"
done
for workload in eventfd_write open_close; do
	taken=$(median list idle $workload taken-jumps)
	not_taken=$(median list idle $workload not-taken-jumps)
	[ $((taken + not_taken)) = "$(median list idle $workload conditional-jumps)" ] ||
		fail "$workload: $taken jumps are taken and $not_taken are not, which are not all"
	[ "$(median list idle $workload data-lines)" -gt 10 ] || fail "$workload touches no data"
done
for dispatch in list jump-table; do
	for counter in retpolines calls returns taken-jumps loads stores code-lines; do
		[ "$(more $dispatch open_close $counter)" = 0 ] || fail "$dispatch: a program that is not called adds $counter"
	done
	[ "$(more $dispatch eventfd_write loads)" -gt 0 ] || fail "$dispatch: a program adds no loads"
done
echo "instructions with the plugin are those without it; a list makes an indirect call, a ladder none"
