// SPDX-License-Identifier: GPL-2.0
// Appended to a report: does what a reader does, and writes what became of it.
const problems = [];

function check(holds, what) {
  if (!holds) problems.push(what);
}

function names(table) {
  return Array.from(table.tBodies[0].rows).map((row) => row.cells[0].firstChild.textContent);
}

const table = document.querySelector("table.by-workload");
const before = names(table).join();
const heading = table.tHead.rows[0].cells[0].querySelector("button");
heading.click();
check(names(table).join() === [...names(table)].sort().join(), "the first press on a heading of words sorts them");
heading.click();
check(names(table).join() === [...names(table)].sort().reverse().join(), "the second one turns them round");
check(table.tHead.rows[0].cells[0].getAttribute("aria-sort") === "descending", "and says so");
const figures = table.tHead.rows[0].cells[2];
figures.querySelector("button").click();
const costs = Array.from(table.tBodies[0].rows).map((row) => valueOf(row.cells[2])).filter((value) => typeof value === "number");
check(costs.length > 2 && costs.every((value, i) => i === 0 || costs[i - 1] <= value), "figures are sorted as numbers: " + costs);
check(costs[0] < 0, "a sign of minus is one");
check(before !== names(table).join(), "sorting changes the order");

const box = document.getElementById("filter");
box.value = "PIPE";
box.dispatchEvent(new Event("input"));
const left = Array.from(table.tBodies[0].rows).filter((row) => !row.hidden).map((row) => row.cells[0].firstChild.textContent);
check(left.length > 0 && left.every((name) => name.includes("pipe")), "the filter leaves what it says: " + left);
box.value = "";
box.dispatchEvent(new Event("input"));
check(Array.from(table.tBodies[0].rows).every((row) => !row.hidden), "an empty filter hides nothing");

const cell = Array.from(table.tBodies[0].rows).find((row) => row.cells[0].firstChild.textContent === "pipe").cells[2];
cell.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
check(document.getElementById("cell").open, "Enter on a figure opens what it is");
const command = document.getElementById("cell-command").textContent;
check(command.includes("--filter 'variant=override'") && command.includes("--filter 'workload=pipe'"), "the command is of that cell: " + command);
check(command.includes("--filter 'counter=instructions'"), "the command counts what the figure is of, and no more: " + command);
check(command.includes("--output "), "counting again leaves the results alone");
check(document.getElementById("cell-samples").textContent.includes("matrix.json"), "the samples have a place");
document.getElementById("cell").close();

// A table of one workload: the row says which kernel, the column what is counted.
function opened(id, column) {
  const figure = document.getElementById(id).cells[column];
  figure.click();
  const open = document.getElementById("cell").open;
  const words = document.getElementById("cell-command").textContent;
  const samples = document.getElementById("cell-samples").textContent;
  document.getElementById("cell").close();
  return open ? words + samples : "";
}

const events = document.querySelector("section.events table");
check(events !== null && events.closest(".table").dataset.workload === "pipe", "there is a table of events of pipe");
const retpolines = Array.from(events.tHead.rows[0].cells).findIndex((head) => head.textContent.trim() === "retpolines");
const event = opened("events-pipe--override-idle", retpolines);
for (const word of ["variant=override'", "dispatch=gate'", "scenario=idle'", "workload=pipe'", "counter=retpolines'", '.counter=="retpolines"'])
  check(event.includes(word), "a figure of an event has no " + word + ": " + event);
check(opened("model-pipe--override-idle", 1).includes("counter=kernel-instructions'"), "the instructions of a model are a cell");
check(opened("model-pipe--override-idle", 3) === "", "what is modelled is no cell");
check(document.querySelector("section.nanoseconds").textContent.includes("Made Up 1"), "the prices have their CPU");
check(document.querySelector("section.problems pre").textContent.includes("[    1.0] BUG: <none> | *"), "a console is as it was");
for (const one of document.querySelectorAll("section.events table, section.nanoseconds table:not(.prose)"))
  check(one.rows[1].cells[1].getBoundingClientRect().right <= document.documentElement.clientWidth, "the first figure is out of sight: " + one.tHead.textContent);
box.value = "stat";
box.dispatchEvent(new Event("input"));
check(events.closest(".table").hidden, "the filter of workloads hides the table of another one");
location.hash = "#events-pipe--override-idle";
showTarget();
check(!events.closest(".table").hidden, "a link to a row of it shows it");
box.value = "";
box.dispatchEvent(new Event("input"));
for (const head of document.querySelectorAll("main th[scope=col]")) {
  const range = document.createRange();
  for (const word of head.textContent.trim().split(/[\s-]+/).filter((part) => part !== "")) {
    const node = document.createTreeWalker(head, NodeFilter.SHOW_TEXT).nextNode();
    const at = node.data.indexOf(word);
    if (at < 0) continue;
    range.setStart(node, at);
    range.setEnd(node, at + word.length);
    check(new Set(Array.from(range.getClientRects()).map((part) => Math.round(part.top))).size === 1, "a heading is broken within " + word);
  }
}

const stops = Array.from(table.querySelectorAll("td")).filter((figure) => figure.tabIndex === 0);
check(stops.length === 1, "a table has " + stops.length + " stops for the tab key");
stops[0].focus();
stops[0].dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
check(document.activeElement === stops[0].nextElementSibling, "an arrow leads to the next figure");
stops[0].nextElementSibling.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
stops[0].dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
check(document.activeElement === stops[0].parentElement.querySelector("a.to"), "and to the link of the row");

// Every table, by the same means.
const all = Array.from(document.querySelectorAll("main table"));
check(all.length > 15, "there are " + all.length + " tables");
for (const one of all) {
  const name = one.closest("section").getAttribute("aria-labelledby") + " " + one.tHead.textContent.slice(0, 40);
  const heads = Array.from(one.tHead.rows[0].cells);
  if (one.tBodies[0].rows.length > 1) {
    check(heads.every((head) => head.querySelector("button")), name + ": a heading is no button");
    heads[heads.length - 1].querySelector("button").click();
    check(heads.filter((head) => head.getAttribute("aria-sort") === "ascending").length === 1, name + " does not sort");
  }
  check(one.tBodies[0].rows.length <= few || one.filter, name + " has no filter");
  for (const row of one.tBodies[0].rows)
    check(row.id !== "" && row.querySelector("a.to").getAttribute("href") === "#" + row.id, name + ": a row has no link to itself");
}
const published = document.querySelector("section.literature table");
published.filter.value = "LADDER of the";
published.filter.dispatchEvent(new Event("input"));
const left2 = Array.from(published.tBodies[0].rows).filter((row) => !row.hidden);
check(left2.length === 1, "a filter of one table leaves " + left2.length + " rows");
check(published.filter.nextElementSibling.value === "1 of " + published.tBodies[0].rows.length + " rows", "and says how many");
check(Array.from(table.tBodies[0].rows).every((row) => !row.hidden), "it is of that table alone");
check(left2[0].querySelector("td a").href.startsWith("https://lore.kernel.org/r/2021"), "a source is a link");
const hidden = Array.from(published.tBodies[0].rows).find((row) => row.hidden);
location.hash = "#" + hidden.id;
showTarget();
check(!hidden.hidden, "a link to a row that is filtered away shows it");
box.value = "pipe";
box.dispatchEvent(new Event("input"));
check(Array.from(document.querySelectorAll("section.dispatch table")).every((one) => Array.from(one.tBodies[0].rows).filter((row) => !row.hidden).length === 1),
  "the filter of workloads is that of all tables with workloads");
check(Array.from(document.querySelectorAll("section.size tbody tr")).every((row) => !row.hidden), "and of no other");
box.value = "";
box.dispatchEvent(new Event("input"));
check(document.querySelector("section.cost").previousElementSibling.id === "tools", "the filter of workloads stands before the first table of them");

for (const link of document.querySelectorAll("a[href^='#']"))
  check(document.getElementById(link.getAttribute("href").slice(1)) !== null, "a link leads nowhere: " + link.getAttribute("href"));
check(document.querySelectorAll("a[href]").length > 4, "there are links");
check(document.documentElement.scrollWidth <= window.innerWidth, "the page is wider than the window");

const word = document.querySelector("figure svg text");
check(word !== null && getComputedStyle(word).fill === getComputedStyle(document.body).color, "words in plots have not the colour of the page");

const said = document.createElement("pre");
said.id = "tried";
said.textContent = problems.length === 0 ? "all tried" : "failed: " + problems.join("; ");
document.body.append(said);
