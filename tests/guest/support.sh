#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# support.sh SOURCE_DIR [RESULTS.xml…]
# Prints docs/support.md: each guest test on each kernel. Which tests there are, for
# which kernels, and why not for others say the directive files; what passed say files of
# ctest's --output-junit (later ones win), and what has no result there was not run. The
# kernels' releases are those of the kernels that are built; a result that is older than
# its kernel is of another one, and is none.
set -eu

source=$(cd "$1" && pwd)
shift
tests=$source/tests/guest
further=$(sed -n 's/^set(further_kernels \(.*\))$/\1/p' "$tests/CMakeLists.txt")

# "NAME RELEASE IDENTITY", of what is built.
built() {
	for file in "$source"/build/kernels/*/metadata.json; do
		[ -e "$file" ] || continue
		name=${file%/metadata.json}
		awk -v name="${name##*/}" '
			/^  "identity": / { split($0, part, "\""); identity = part[4] }
			/^    "version": / { split($0, part, "\""); release = part[4] }
			END { if (release != "") print name, release, substr(identity, 1, 12) }' "$file"
	done
}

# outdated FILE: the kernels that were built later than it, each between blanks
outdated() {
	printf ' '
	for kernel in "$source"/build/kernels/*/metadata.json; do
		[ -n "$(find "$kernel" -newer "$1" 2>/dev/null)" ] || continue
		kernel=${kernel%/metadata.json}
		printf '%s ' "${kernel##*/}"
	done
}

# "guest.TEST.KERNEL STATUS", "date DATE"
results() {
	for file; do
		results_of "$file" "$(outdated "$file")"
	done
}

results_of() {
	awk -v outdated="$2" '
		function is_of(name) {
			sub(/^guest\.[^.]*\./, "", name)
			if (name ~ /^bpf-lsm(-debug)?$/) name = name "-list"
			return index(outdated, " " name " ") == 0
		}
		function attribute(name,   part) {
			if (!match($0, "[ \t]" name "=\"[^\"]*\"")) return ""
			split(substr($0, RSTART, RLENGTH), part, "\"")
			return part[2]
		}
		/<testsuite / && attribute("timestamp") != "" { print "date", substr(attribute("timestamp"), 1, 10) }
		/<testsuite / { suite = 1 }
		suite && /^[ \t]*timestamp="/ { $0 = " " $0; print "date", substr(attribute("timestamp"), 1, 10); suite = 0 }
		/<testcase / { name = attribute("name"); if (name !~ /^guest\./ || !is_of(name)) name = ""; status = attribute("status") }
		/<testcase / && name != "" && status != "notrun" { print name, status }
		# A test that could not be started has no result.
		/<skipped message="SKIP_RETURN_CODE/ && name != "" { print name, "skipped" }' "$1"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
built >"$work/built"
results "$@" >"$work/results"

cd "$tests"
for file in *.test; do
	sed -n "s/^\(VARIANTS\|FULL_VARIANTS\|NOT_ON\):[ 	]*/${file%.test} \1 /p" "$file"
done >"$work/directives"

awk -v further="$further" '
function row_of(kernel) { return kernel == "bpf-lsm" || kernel == "bpf-lsm-debug" ? kernel "-list" : kernel }
function add_kernel(kernel) { if (!(kernel in known)) { known[kernel] = 1; kernels[++count] = kernel } }
# Those of one release together, as `hookmatrix variants` lists them.
function place(kernel) {
	return (kernel ~ /-debug/ ? 3 : kernel ~ /-[0-9.]+$/ ? 2 : 1) (kernel ~ /^none/ ? 1 : kernel ~ /^override/ ? 2 : kernel ~ /^bpf-lsm-list/ ? 3 : 4) kernel
}
FILENAME ~ /directives$/ {
	test = $1
	if (!(test in seen)) { seen[test] = 1; tests[++many] = test }
	if ($2 == "NOT_ON") {
		why = $0
		sub(/^[^ ]+ NOT_ON [^ ]+[ \t]+/, "", why)
		except[test, $3] = why
		next
	}
	for (i = 3; i <= NF; i++) { wants[test, row_of($i)] = 1; add_kernel(row_of($i)) }
	next
}
FILENAME ~ /built$/ { release[$1] = $2; identity[$1] = $3; next }
$1 == "date" { date = $2; next }
{
	name = $1
	kernel = name; sub(/^guest\.[^.]*\./, "", kernel)
	test = substr(name, 7, length(name) - 7 - length(kernel))
	status[test, row_of(kernel)] = $2 == "run" ? "pass" : $2 == "fail" ? "**FAIL**" : $2
}
END {
	# The counterparts on further kernels: tests/guest/CMakeLists.txt has the same rule.
	for (n = split(further, versions, " "); n > 0; n--) {
		version = versions[n]
		for (t = 1; t <= many; t++) {
			split("none override bpf-lsm-list", families, " ")
			for (f = 1; f <= 3; f++) {
				kernel = families[f] "-" version
				if (!((tests[t], families[f]) in wants))
					continue
				add_kernel(kernel)
				why = (tests[t], version) in except ? except[tests[t], version] : (tests[t], kernel) in except ? except[tests[t], kernel] : ""
				if (why == "") { wants[tests[t], kernel] = 1; continue }
				cannot[tests[t], kernel] = 1
				reasons[++given] = "| " tests[t] " | " kernel " | " why " |"
			}
		}
	}
	for (i = 2; i <= count; i++)
		for (j = i; j > 1 && place(kernels[j - 1]) > place(kernels[j]); j--) {
			swap = kernels[j]; kernels[j] = kernels[j - 1]; kernels[j - 1] = swap
		}
	print "<!-- SPDX-License-Identifier: GPL-2.0 -->"
	print "<!-- Written by `make support` (tests/guest/support.sh) from the results of make check and make check-full. Do not edit. -->"
	print "# What runs on which kernel\n"
	print "Each guest test on each kernel that it is for, as `make check` and `make check-full` found it last" (date == "" ? "" : ", up to " date) ". *not run*:"
	print "there is no result of this kernel; –: the test is not for that kernel; *no*: it cannot be, and the last table says why. A test names kernels of 6.12, and"
	print "runs on their counterparts of the others as well ([tests/guest](../tests/guest/README.md)).\n"
	print "| kernel | Linux | identity of the build |\n|---|---|---|"
	for (k = 1; k <= count; k++)
		print "| " kernels[k] " | " (kernels[k] in release ? release[kernels[k]] : "not built") " | " (kernels[k] in release ? identity[kernels[k]] : "–") " |"
	line = "\n| test |"; rule = "|---|"
	for (k = 1; k <= count; k++) { line = line " " kernels[k] " |"; rule = rule "---|" }
	print line "\n" rule
	for (t = 1; t <= many; t++) {
		line = "| " tests[t] " |"
		for (k = 1; k <= count; k++) {
			place_of = tests[t] SUBSEP kernels[k]
			line = line " " (place_of in cannot ? "no" : !(place_of in wants) ? "–" : place_of in status ? status[place_of] : "not run") " |"
		}
		print line
	}
	print "\n## What cannot run\n\n| test | kernel | why |\n|---|---|---|"
	for (i = 1; i <= given; i++) print reasons[i]
}' "$work/directives" "$work/built" "$work/results"
