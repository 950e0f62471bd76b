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
		-e 's/ on [0-9-]*\. \*not run/. *not run/' -e 's/^\(| [^ ]* |\) [0-9][0-9.a-z-]* | [0-9a-f]* |$/\1 not built | – |/' "$1"
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
for line in '^| answers | pass |' '^| boot_hello | not run | not run | \*\*FAIL\*\* |.*| skipped |' 'on 2026-01-02'; do
	grep -q "$line" "$work/results.md" || fail "results do not come through: no line like '$line'"
done
! grep -q 'Unit' "$work/results.md" || fail "a result of another test is in the table"
static "$work/results.md" >"$work/stripped"
diff "$work/now" "$work/stripped" || fail "results change more than results"
echo "docs/support.md is of the tests that there are"
