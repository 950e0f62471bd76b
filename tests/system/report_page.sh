#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# report_page.sh SOURCE_DIR HOOKMATRIX
# The HTML report in a browser without a screen: no error on its console, every link
# within it leads somewhere, headings of every table sort, filters filter, a figure says
# which cell it is, a link to a row shows it, and nothing is fetched. Pictures of it in light,
# dark and narrow are not empty. Without Chromium it fails: it is in cmake/packages.txt.
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
! grep -Eq '<(link|script|img|iframe)[^>]*(src|href)=|url\(.?https?:|@import' "$work/index.html" || fail "the page fetches something"

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
# In a frame of a width: no window is as narrow as a telephone.
for width in 1200 400; do
	cat >"$work/framed.html" <<-END
		<html><body style="margin: 0"><iframe id="framed" src="tried.html" style="width: ${width}px; height: 1200px; border: 0"></iframe>
		<pre id="said"></pre><script>
		window.addEventListener("load", () => { document.getElementById("said").textContent =
			document.getElementById("framed").contentDocument.getElementById("tried").textContent; });
		</script></body></html>
	END
	browse "$work/framed.html" --dump-dom --allow-file-access-from-files --window-size=1200,1200 >"$work/dom" ||
		fail "the browser ended with status $?: $(tail -n 5 "$work/log")"
	! grep -E CONSOLE "$work/log" || fail "the page says something on the console"
	grep -q 'all tried' "$work/dom" || fail "$width wide: $(grep -o 'failed: [^<]*' "$work/dom" || echo "the tests in the page did not run")"
done

# picture NAME FILE OPTION...
picture() {
	name=$1
	file=$2
	shift 2
	browse "$work/$file" --screenshot="$work/$name.png" --window-size=1200,1200 --hide-scrollbars "$@" >/dev/null ||
		fail "$name: no picture: $(tail -n 5 "$work/log")"
	[ "$(wc -c <"$work/$name.png")" -gt 20000 ] || fail "$name: the picture is empty"
	if [ -n "${PICTURES:-}" ]; then
		cp "$work/$name.png" "$PICTURES/"
	fi
}
picture light index.html
picture dark index.html --force-dark-mode --blink-settings=preferredColorScheme=0
sed -e 's/tried.html/index.html/' -e '/<script>/,/<.script>/d' "$work/framed.html" >"$work/telephone.html"
picture narrow telephone.html
if cmp -s "$work/light.png" "$work/dark.png"; then
	fail "dark is as light"
fi
echo "every table sorts, filters and has links to its rows, figures name their cells; no word on the console, no link into nothing"
