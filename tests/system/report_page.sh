#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# report_page.sh SOURCE_DIR HOOKMATRIX
# The HTML report in a browser without a screen: no error on its console, every link
# within it leads somewhere, headings sort, the filter filters, a figure says which
# cell it is, and nothing is fetched. Pictures of it in light, dark and narrow are
# not empty. Without Chromium it fails: it is in cmake/packages.txt.
set -eu

source=$1
hookmatrix=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

command -v chromium >/dev/null || fail "chromium is not installed: run 'make packages'"

# Results as they could be: what the test needs of rows, columns and words.
awk -f "$source/tests/system/data/report_results.awk" >"$work/matrix.json"
"$hookmatrix" report "$work/matrix.json" --format html --output "$work" >/dev/null
! grep -Eq '(src|href)="?(https?:)?//' "$work/index.html" || fail "the page fetches something"

# browse FILE OPTION...: as root it cannot have its sandbox.
browse() {
	file=$1
	shift
	HOME=$work timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
		--user-data-dir="$work/profile" --enable-logging=stderr --virtual-time-budget=5000 "$@" "file://$file" 2>"$work/log"
}

sed -e 's|</body>|<script>|' -e '/^<.html>/d' "$work/index.html" >"$work/tried.html"
cat "$source/tests/system/data/report_page.js" >>"$work/tried.html"
echo '</script></body></html>' >>"$work/tried.html"
for width in 1200 500; do
	browse "$work/tried.html" --dump-dom --window-size=$width,900 >"$work/dom" || fail "the browser ended with status $?: $(tail -n 5 "$work/log")"
	! grep -E CONSOLE "$work/log" || fail "the page says something on the console"
	grep -q 'all tried' "$work/dom" || fail "$width wide: $(grep -o 'failed: [^<]*' "$work/dom" || echo "the tests in the page did not run")"
done

# picture NAME WIDTH OPTION...
picture() {
	name=$1
	width=$2
	shift 2
	browse "$work/index.html" --screenshot="$work/$name.png" --window-size="$width",1200 --hide-scrollbars "$@" >/dev/null ||
		fail "$name: no picture: $(tail -n 5 "$work/log")"
	[ "$(wc -c <"$work/$name.png")" -gt 20000 ] || fail "$name: the picture is empty"
	if [ -n "${PICTURES:-}" ]; then
		cp "$work/$name.png" "$PICTURES/"
	fi
}
picture light 1200
picture dark 1200 --force-dark-mode --blink-settings=preferredColorScheme=0
picture narrow 500
if cmp -s "$work/light.png" "$work/dark.png"; then
	fail "dark is as light"
fi
echo "the page sorts, filters and names its cells; no word on the console, no link into nothing"
