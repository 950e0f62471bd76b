#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# perf.sh SOURCE_DIR HOOKMATRIX
# The kernel's own perf builds from its source, once, and its benchmarks are counted in
# guests: equal where no hook is in the loop, and the loop of getppid is what hookbench
# counts of it, but for its own start and end.
set -eu

source=$1
hookmatrix=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	cat "$work"/*.log >&2
	echo "$*" >&2
	exit 1
}

perf() { sh "$source/cmake/perf.sh" "$hookmatrix" "$source/build/guest/perf" "$(nproc)"; }

perf >"$work/build.log" 2>&1 || fail "perf does not build"
perf >"$work/again.log" 2>&1 || fail "perf is not there any more"
[ ! -s "$work/again.log" ] || fail "it is built again"

cat >"$work/set.toml" <<'E2'
schema_version = 1
name = "set"
[[group]]
variant = "none"
stacks = ["-"]
scenarios = ["idle"]
workloads = ["getppid", "perf_syscall", "perf_pipe", "perf_messaging"]
[[group]]
variant = "override"
stacks = ["-"]
scenarios = ["idle"]
workloads = ["perf_syscall", "perf_pipe", "perf_messaging"]
E2
"$hookmatrix" run --set "$work/set.toml" --output "$work/matrix.json" >"$work/run.log" 2>&1 || fail "a cell failed"
"$hookmatrix" report "$work/matrix.json" --format csv --output "$work" >>"$work/run.log" 2>&1 || fail "no report"

# median VARIANT WORKLOAD
median() {
	awk -F, -v variant="$1" -v workload="$2" 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		$column["variant"] == variant && $column["workload"] == workload && $column["status"] == "ok" { printf "%d", $column["median"] }' "$work/matrix.csv"
}

getppid=$(median none getppid)
loop=$(median none perf_syscall)
if [ -z "$getppid" ] || [ -z "$loop" ]; then
	fail "perf_syscall has no figure"
fi
# The C library's getppid() is the system call and little else; start and end are less than a second loop.
if [ "$loop" -le $((10000 * getppid / 2)) ] || [ "$loop" -ge $((10000 * getppid * 3)) ]; then
	fail "perf_syscall is $loop, getppid $getppid"
fi
for workload in perf_syscall perf_pipe perf_messaging; do
	none=$(median none "$workload")
	override=$(median override "$workload")
	if [ -z "$none" ] || [ -z "$override" ]; then
		fail "$workload has no figure"
	fi
	echo "$workload: none $none, override $override"
	# An idle hook is next to free in another program's loop as well.
	if [ $((override * 100)) -ge $((none * 105)) ] || [ $((none * 100)) -ge $((override * 105)) ]; then
		fail "$workload differs by more than 5 %"
	fi
done
