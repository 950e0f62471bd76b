#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# compare.sh SOURCE_DIR HOOKMATRIX
# The statuses of `hookmatrix compare`, which scripts depend on: 0 nothing is shown to be worse,
# 1 something is, 2 not to be used.
set -eu

hookmatrix=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# results FILE MEDIAN [MEDIAN_OF_A_SECOND_BOOT]: one row of results.
results() {
	{
		echo '{"schema_version": 1, "context": {}, "cells": ['
		boot=1
		for median in "$2" ${3:+"$3"}; do
			[ "$boot" = 1 ] || echo ,
			printf '{"variant": "none", "dispatch": "-", "stack": "-", "scenario": "idle", "workload": "pipe",
				"counter": "instructions", "unit": "instructions/op", "accelerator": "tcg-icount", "status": "ok",
				"reason": "", "samples": [%s, %s], "boot": %s}' "$median" "$median" "$boot"
			boot=$((boot + 1))
		done
		echo ']}'
	} >"$work/$1"
}

# expect STATUS ARGUMENT…
expect() {
	wanted=$1
	shift
	status=0
	"$hookmatrix" compare "$@" >"$work/said" 2>&1 || status=$?
	[ "$status" = "$wanted" ] || {
		cat "$work/said" >&2
		echo "compare $* ended with status $status, not $wanted" >&2
		exit 1
	}
}

cd "$work"
results thousand 1000
results more 1010
results less 990
results unequal 1000 1001
echo '{"schema_version": 1, "context": {}, "cells": []}' >"$work/nothing"

expect 0 thousand thousand
grep -q '1 rows compared, 1 equal' "$work/said"
expect 0 thousand less
grep -q '^better .* 1000 .* 990 .* -1.00%' "$work/said"
expect 1 thousand more
expect 0 --threshold 2% thousand more
expect 0 --threshold 0.02 thousand more
expect 1 --threshold 0.5% thousand more
expect 1 --format markdown thousand more
grep -q '^| worse | pipe ' "$work/said"
expect 2 thousand unequal
grep -q 'NOT TRUSTWORTHY' "$work/said"
expect 2 thousand nothing
expect 2 thousand absent
grep -q 'error\[.*absent' "$work/said"
expect 2 --threshold much thousand more
expect 2 --threshold nan thousand more
expect 2 thousand
