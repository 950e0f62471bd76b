# SPDX-License-Identifier: GPL-2.0
#
# awk -f doc_figures.awk matrix.csv README.md: the document with the figures of its tables
# made again of a run. In front of a table stands of what it is:
#
#   <!-- figures cost: set default, kernel 6.12.117, accelerator tcg-icount, tools 3fb95cd
#   none: none - - idle
#   override: override gate - idle
#   -->
#
# cost: the columns in their order as "variant dispatch stack scenario"; the first is the
# median, the others are what they cost over none. added: the rows, and what each adds to the
# same kernel idle. over: what each row costs over none, of none the median; the first line
# has the columns, each with its heading and what stands behind a row's words:
#
#   columns: idle = idle pipe | retpolines = noop-1 pipe/retpolines | why = -
#   list: bpf-lsm list bpf
#   override: override gate - idle pipe | override gate - noop-1 pipe/retpolines | -
#
# A column "-" is text, and a row may name all of its cells. A dash stays where the run has
# no such cell; another figure that it does not have is "?", and a heading that is not the
# column's says so. With -v WANTED=1 it prints the lines of matrix.csv that the tables are made
# of in the place of the document, with a line of comment for each run; read again, these have
# to be the runs of the document.

# The fields of a line of CSV into `field`; the number of them.
function csv(line, field,    n, c, i, quoted)
{
	n = 1
	field[1] = ""
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == "\"")
			quoted = !quoted
		else if (c == "," && !quoted)
			field[++n] = ""
		else if (c != "\r")
			field[n] = field[n] c
	}
	return n
}

# "1 462": groups of three digits from a thousand on.
function grouped(digits,    text)
{
	while (length(digits) > 3) {
		text = " " substr(digits, length(digits) - 2) text
		digits = substr(digits, 1, length(digits) - 3)
	}
	return digits text
}

function count_text(value) { return value != int(value) && value < 100 ? sprintf("%.1f", value) : grouped(sprintf("%.0f", value)) }
function sign(value) { return value > 0 ? "+" : value < 0 ? "\342\210\222" : "" }
function size(value) { return value < 0 ? -value : value }
function signed_text(value) { return sign(value) count_text(size(value)) }
function mark(exact) { return exact == "no" ? "~" : "" }

function want(key)
{
	if (WANTED && key in line && !(key in printed)) {
		printed[key] = 1
		print line[key]
	}
	return key in median
}

function median_text(key) { return want(key) ? mark(exact[key]) count_text(median[key]) : "?" }

function cost_text(key,    share)
{
	if (!want(key) || over[key] == "")
		return "?"
	share = sprintf("%.1f", size(percent[key]))
	return mark(over_exact[key]) signed_text(over[key]) " (" mark(over_exact[key]) (over[key] == 0 ? "" : sign(over[key])) share " %)"
}

function added_text(key, idle)
{
	if (!want(key) || !want(idle))
		return "?"
	return mark(exact[key] == "no" || exact[idle] == "no" ? "no" : "yes") signed_text(median[key] - median[idle])
}

function over_text(key, was)
{
	if (!(key in median))
		return was == "\342\200\223" ? was : "?"
	if (key ~ /^none /)
		return median_text(key)
	if (!want(key) || over[key] == "")
		return "?"
	return mark(over_exact[key]) signed_text(over[key])
}

function cells_of(row, cell,    n, i)
{
	n = split(row, cell, / *\| */)
	for (i = 2; i < n; i++)
		gsub(/[\\`]/, "", cell[i])
	return n
}

# The key of a row's cell in the column of this number, "" where that is text.
function over_key(name, number,    spec, whole, words)
{
	spec = of_name[name]
	if (index(spec, " | "))
		split(spec, words, / *\| */)
	whole = index(spec, " | ") ? words[number] : column_cell[number]
	if (whole == "-")
		return ""
	if (!index(spec, " | "))
		whole = spec " " whole
	return substr(whole, 1, match(whole, / [^ ]*$/) - 1) SUBSEP substr(whole, RSTART + 1)
}

function row_again(text,    cell, was, n, i, out, idle, key, workload)
{
	split(text, was, / *\| */)
	n = cells_of(text, cell)
	out = "| " substr(text, 3, index(substr(text, 3), " |") - 1) " |"
	for (i = 3; i < n; i++) {
		if (kind == "cost") {
			key = of[i - 2] SUBSEP cell[2]
			out = out " " (i == 3 ? median_text(key) : cost_text(key)) " |"
		} else if (kind == "over") {
			key = over_key(cell[2], i - 2)
			out = out (key == "" ? was[i] == "" ? "" : " " was[i] : " " over_text(key, was[i])) " |"
		} else {
			workload = head[i]
			idle = of_name[cell[2]]
			sub(/ [^ ]*$/, " idle", idle)
			out = out " " added_text(of_name[cell[2]] SUBSEP workload, idle SUBSEP workload) " |"
		}
	}
	return out
}

# The columns of a table "over": their headings as names, and the rest.
function take_columns(text,    words, place, n, i)
{
	n = split(text, words, / *\| */)
	for (i = 1; i <= n; i++) {
		place = index(words[i], " = ")
		names[i] = place ? substr(words[i], 1, place - 1) : "without a heading"
		column_cell[i] = place ? substr(words[i], place + 3) : words[i]
	}
	return n
}

# The run that a comment names.
function run_of(text)
{
	sub(/^<!-- figures [a-z]+: /, "", text)
	return text
}

FILENAME == ARGV[1] && /^# / {
	runs[substr($0, 3)] = 1
	runs_told = 1
	next
}

FILENAME == ARGV[1] {
	csv($0, f)
	if (!heading) {
		heading = $0
		if (WANTED)
			print
		for (i = 1; i in f; i++)
			column[f[i]] = i
		next
	}
	if (f[column["boot"]] != 1 || f[column["status"]] != "ok")
		next
	key = f[column["variant"]] " " f[column["dispatch"]] " " f[column["stack"]] " " f[column["scenario"]] SUBSEP f[column["workload"]]
	if (f[column["counter"]] != "instructions")
		key = key "/" f[column["counter"]]
	line[key] = $0
	median[key] = f[column["median"]] + 0
	exact[key] = f[column["exact"]]
	over[key] = f[column["over_none"]]
	if (over[key] != "" && median[key] != over[key])
		percent[key] = 100 * over[key] / (median[key] - over[key])
	over_exact[key] = f[column["over_none_exact"]]
	next
}

function show(text)
{
	if (!WANTED)
		print text
}

/^<!-- figures [a-z]+: / {
	kind = $3
	sub(/:$/, "", kind)
	columns = 0
	naming = 1
	split("", of_name)
	if (runs_told && !(run_of($0) in runs))
		$0 = $0 " (not kept)"
	if (WANTED && !(run_of($0) in told)) {
		told[run_of($0)] = 1
		print "# " run_of($0)
	}
	show($0)
	next
}

naming {
	if ($0 == "-->") {
		naming = 0
		tabled = 1
	} else {
		name = substr($0, 1, index($0, ": ") - 1)
		if (kind == "over" && name == "columns") {
			columns = take_columns(substr($0, 10))
		} else {
			of_name[name] = substr($0, length(name) + 3)
			if (kind != "over") {
				of[++columns] = of_name[name]
				names[columns] = name
			}
		}
	}
	show($0)
	next
}

# The heading has the names that stand above it: a column more, or another order, is no column.
tabled == 1 && /^\|/ {
	heads = cells_of($0, head)
	tabled = 2
	if (kind != "added")
		for (i = 1; i <= columns || i < heads - 2; i++)
			if (head[i + 2] != names[i])
				$0 = $0 " is not: " names[i]
	show($0)
	next
}

tabled == 2 && /^\|-/ { show($0); next }
tabled == 2 && /^\|/ { text = row_again($0); show(text); next }
tabled == 2 { tabled = 0 }
{ show($0) }
