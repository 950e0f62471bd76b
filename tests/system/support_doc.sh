#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# support_doc.sh SOURCE_DIR HOOKMATRIX TESTS
# docs/support.md names the tests and kernels that there are, and no others: but for
# results and releases it is what tests/guest/support.sh prints now. The kernels are rows
# of `hookmatrix variants`; what can have a result are the tests that ctest has in its
# file TESTS; a result comes from the file that is given.
set -eu

source=$1
hookmatrix=$2
tests=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

# What does not depend on a run.
static() {
	sed -e 's/\*\*FAIL\*\*/not run/g; s/| pass /| not run /g; s/| skipped /| not run /g; s/| pass /| not run /g; s/| skipped /| not run /g' \
		-e 's/, up to [0-9-]*\. \*not run/. *not run/' -e 's/^\(| [^ ]* |\) [0-9][0-9.a-z-]* | [0-9a-f]* |$/\1 not built | – |/' "$1"
}

sh "$source/tests/guest/support.sh" "$source" >"$work/now.md"
static "$work/now.md" >"$work/now"
static "$source/docs/support.md" >"$work/doc"
diff "$work/doc" "$work/now" || fail "docs/support.md is not of these tests: make support writes it"

"$hookmatrix" variants >"$work/variants"
sed -n 's/^| \([^ ]*\) | [^|]* | [^|]* |$/\1/p' "$work/now" | grep -E '^(none|override|bpf-lsm)' | while read -r kernel; do
	grep -q "^  $kernel " "$work/variants" || fail "$kernel is no kernel of hookmatrix variants"
done

# Cells that can have a result, and tests.
awk -F' *[|] *' '
	/^[|] test [|] none / { for (i = 3; i < NF; i++) kernel[i] = $i; next }
	NF > 5 && $2 ~ /^[a-z_]+$/ { for (i = 3; i < NF; i++) if ($i == "not run") print $2 "." kernel[i] }' "$work/now" | sort >"$work/cells"
sed -n 's/^add_test(\[=\[guest\.\([^]]*\)\]=\] .*/\1/p' "$tests" | sed 's/\.bpf-lsm$/.bpf-lsm-list/' | sort >"$work/tests"
[ "$(wc -l <"$work/tests")" -gt 100 ] || fail "only $(wc -l <"$work/tests") guest tests found in $tests"
diff "$work/cells" "$work/tests" || fail "the table is not of the tests that ctest has"

# What results become of a file of ctest.
cat >"$work/results.xml" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="x" tests="3" timestamp="2026-01-02T03:04:05">
	<testcase name="guest.answers.none" classname="a" time="1" status="run">
	</testcase>
	<testcase name="guest.boot_hello.bpf-lsm" classname="a" time="1" status="fail">
	<testcase name="guest.boot_hello.override-6.1" classname="a" time="1" status="notrun">
		<skipped message="SKIP_RETURN_CODE=77"/>
	<testcase name="Unit.Test" classname="a" time="1" status="fail">
</testsuite>
END
sh "$source/tests/guest/support.sh" "$source" "$work/results.xml" >"$work/results.md"
for line in '^| answers | pass |' '^| boot_hello | not run | not run | \*\*FAIL\*\* |.*| skipped |' 'up to 2026-01-02'; do
	grep -q "$line" "$work/results.md" || fail "results do not come through: no line like '$line'"
done
! grep -q 'Unit' "$work/results.md" || fail "a result of another test is in the table"
static "$work/results.md" >"$work/stripped"
diff "$work/now" "$work/stripped" || fail "results change more than results"
# Of several files the later wins; what is older than its kernel is of another kernel.
mkdir -p "$work/source/build/kernels/none" "$work/source/build/kernels/override"
cp -r "$source/tests" "$work/source/tests"
sed 's/status="fail"/status="run"/; s/boot_hello.bpf-lsm"/boot_hello.override"/' "$work/results.xml" >"$work/second.xml"
touch -d '2026-01-03' "$work/results.xml" "$work/second.xml"
for kernel in none override; do
	printf '{\n  "identity": "0123456789abcdef",\n    "version": "6.12.1"\n}\n' >"$work/source/build/kernels/$kernel/metadata.json"
done
touch -d '2026-01-04' "$work/source/build/kernels/none/metadata.json"
touch -d '2026-01-02' "$work/source/build/kernels/override/metadata.json"
sh "$source/tests/guest/support.sh" "$work/source" "$work/results.xml" "$work/second.xml" >"$work/both.md"
for line in '^| none | 6.12.1 | 0123456789ab |' '^| answers | not run |' '^| boot_hello | not run | pass | \*\*FAIL\*\* |'; do
	grep -q "$line" "$work/both.md" || fail "results of two files do not come through: no line like '$line': $(grep -E '^. (answers|boot_hello) ' "$work/both.md")"
done
# What `make check` runs has a result in the document: it was run, and passed.
sed -n '/^set_tests_properties(\[=\[guest\./{/LABELS "[^"]*full/d;s/^set_tests_properties(\[=\[guest\.\([^]]*\)\]=\] .*/\1/p}' "$tests" |
	sed 's/\.bpf-lsm$/.bpf-lsm-list/' | sort >"$work/checked"
[ "$(wc -l <"$work/checked")" -gt 100 ] || fail "only $(wc -l <"$work/checked") guest tests of make check found in $tests"
awk -F' *[|] *' '
	/^[|] test [|] none / { for (i = 3; i < NF; i++) kernel[i] = $i; next }
	NF > 5 && $2 ~ /^[a-z_]+$/ { for (i = 3; i < NF; i++) if ($i == "pass" || $i == "skipped") print $2 "." kernel[i] }' "$source/docs/support.md" | sort >"$work/passed"
comm -23 "$work/checked" "$work/passed" >"$work/lacking"
[ ! -s "$work/lacking" ] || fail "docs/support.md has no result of $(tr '\n' ' ' <"$work/lacking"); make support writes it"
echo "docs/support.md is of the tests that there are"
