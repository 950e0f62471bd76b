#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# check.sh TOOLS JOBS [ctest option…]: one ctest run over the presets release,
# asan and fuzz, so that its closing lines speak for all of them.
set -eu

tools=$1
jobs=$2
shift 2

mkdir -p "$tools/check"
{
	echo "# written by cmake/check.sh"
	for preset in release asan fuzz; do
		echo "subdirs(\"$tools/$preset\")"
	done
} >"$tools/check/CTestTestfile.cmake"

unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
exec ctest --test-dir "$tools/check" --output-on-failure --no-tests=error -j "$jobs" "$@"
