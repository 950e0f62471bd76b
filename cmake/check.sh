#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# check.sh TOOLS JOBS EXCLUDED_LABEL PRESET…: one ctest run over the presets, so
# that its closing lines speak for all of them. An empty label excludes nothing.
# Leaves TOOLS/check/results.xml, or results-without-LABEL.xml.
set -eu

tools=$1
jobs=$2
excluded=$3
shift 3

mkdir -p "$tools/check"
{
	echo "# written by cmake/check.sh"
	for preset; do
		echo "subdirs(\"$tools/$preset\")"
	done
} >"$tools/check/CTestTestfile.cmake"

unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
set --
[ -z "$excluded" ] || set -- -LE "$excluded"
set -- "$@" --output-junit "$tools/check/results${excluded:+-without-$excluded}.xml"
exec ctest --test-dir "$tools/check" --output-on-failure --no-tests=error -j "$jobs" "$@"
