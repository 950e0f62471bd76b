// SPDX-License-Identifier: GPL-2.0
// What the page does beyond showing: every table sorts and filters, and a figure says which
// cell it is. Without scripts all of it is there to be read, and the links to rows lead there.
"use strict";

// So many rows are looked through without a filter.
const few = 8;

// "+1 462", "~+7" and "−560" are numbers; words are not.
function valueOf(cell) {
  const text = cell.firstChild ? cell.firstChild.textContent.trim() : "";
  const number = parseFloat(text.replace(/[\s\u202f\u00a0]/g, "").replace("~", "").replace("\u2212", "-"));
  return Number.isNaN(number) ? text.toLowerCase() : number;
}

function order(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortBy(table, column, ascending) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows).map((row) => [valueOf(row.cells[column]), row]);
  rows.sort((a, b) => (ascending ? 1 : -1) * order(a[0], b[0]));
  for (const row of rows) body.append(row[1]);
  for (const head of table.tHead.rows[0].cells) head.removeAttribute("aria-sort");
  table.tHead.rows[0].cells[column].setAttribute("aria-sort", ascending ? "ascending" : "descending");
}

// The second press on a heading turns the order round.
function makeSortable(table) {
  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(table, column, head.getAttribute("aria-sort") !== "ascending"));
  });
}

// The column of a table whose words are workloads; -1: it has none.
function workloadColumn(table) {
  return Array.from(table.tHead.rows[0].cells).findIndex((head) => head.textContent.trim() === "workload");
}

function textOf(row, column) {
  const cells = column < 0 ? Array.from(row.cells) : [row.cells[column]];
  return cells.map((cell) => Array.from(cell.childNodes).filter((node) => node.className !== "to").map((node) => node.textContent).join(" "))
    .join(" ").toLowerCase();
}

// A row is shown that has what is asked of its table and, of workloads, of all tables.
function filterRows(table) {
  const own = table.filter ? table.filter.value.trim().toLowerCase() : "";
  const all = document.getElementById("filter").value.trim().toLowerCase();
  const column = workloadColumn(table);
  const block = table.closest(".table");
  const named = block.dataset.workload || "";
  let shown = 0;
  block.hidden = named !== "" && !named.toLowerCase().includes(all);
  for (const row of table.tBodies[0].rows) {
    row.hidden = !textOf(row, -1).includes(own) || (column >= 0 && !textOf(row, column).includes(all));
    shown += row.hidden ? 0 : 1;
  }
  if (table.filter) table.filter.nextElementSibling.value = own === "" ? "" : shown + " of " + table.tBodies[0].rows.length + " rows";
  return column >= 0 || (named !== "" && !block.hidden) ? shown : 0;
}

function filterAll(tables) {
  const shown = tables.map(filterRows).reduce((sum, one) => sum + one, 0);
  document.getElementById("filtered").textContent = document.getElementById("filter").value.trim() === "" ? "" : shown + " rows";
}

function makeFilterable(table) {
  const line = document.createElement("p");
  const label = document.createElement("label");
  line.className = "filter";
  label.textContent = "Rows with ";
  table.filter = document.createElement("input");
  table.filter.type = "search";
  table.filter.autocomplete = "off";
  label.append(table.filter, document.createElement("output"));
  line.append(label);
  table.parentElement.before(line);
  table.filter.addEventListener("input", () => filterRows(table));
}

// The row that the address names is shown, whatever was filtered before.
function showTarget() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const hidden = target ? [target, target.closest(".table")].filter((one) => one && one.hidden) : [];
  for (const one of hidden) one.hidden = false;
  if (hidden.length > 0) target.scrollIntoView();
}

// Where a figure stands in the results: its column or its row has the configuration, its column or
// its table the counter, its table or its row the workload. null: it is no cell.
function axesOf(cell) {
  const row = cell.parentElement;
  const table = cell.closest("table");
  const head = table.tHead.rows[0].cells[cell.cellIndex].dataset;
  const kernel = head.variant ? head : row.dataset;
  const counter = head.counter || table.dataset.counter;
  if (!kernel.variant || !counter) return null;
  const workload = table.closest(".table").dataset.workload || row.cells[0].firstChild.textContent.trim();
  return { variant: kernel.variant, dispatch: kernel.dispatch, stack: kernel.stack, scenario: kernel.scenario, workload: workload, counter: counter };
}

// The cell of a figure, how to count it again, and where its samples are.
function describe(cell) {
  const axes = axesOf(cell);
  const set = document.body.dataset.set || "default";
  let command = "hookmatrix run --fresh --output cell.json --set " + set;
  if (document.body.dataset.accelerator === "kvm") command += " --accelerator kvm";
  for (const name in axes) command += " --filter '" + name + "=" + axes[name] + "'";
  // Of an installed kernel, on which hookbench runs alone.
  if (document.body.dataset.accelerator === "native") command = "hookbench run --output cell.json --counter " + axes.counter + " " + axes.workload;
  const conditions = Object.keys(axes).map((name) => "." + name + "==\"" + axes[name] + "\"");
  const samples = "jq -c '.cells[] | select(" + conditions.join(" and ") + ") | .samples' matrix.json";
  const words = Object.keys(axes).filter((name) => name !== "counter" && axes[name] !== "-").map((name) => axes[name]);
  return { title: words.join(" ") + ", " + axes.counter, command: command, samples: samples };
}

function show(cell) {
  const what = describe(cell);
  const dialog = document.getElementById("cell");
  document.getElementById("cell-title").textContent = what.title;
  document.getElementById("cell-value").textContent = cell.innerText.replace(/\s*\n\s*/g, ", ");
  document.getElementById("cell-command").textContent = what.command;
  document.getElementById("cell-samples").textContent = what.samples;
  dialog.showModal();
}

// One stop for the tab key in a table; from there arrows lead from figure to figure.
function neighbour(cell, key) {
  const row = cell.parentElement;
  if (key === "ArrowLeft") return cell.previousElementSibling;
  if (key === "ArrowRight") return cell.nextElementSibling;
  let other = row;
  do {
    other = key === "ArrowUp" ? other.previousElementSibling : key === "ArrowDown" ? other.nextElementSibling : null;
  } while (other && other.hidden);
  return other ? other.cells[cell.cellIndex] : null;
}

// Where the keyboard stops in a cell: the link of a row, or a figure that tells its cell.
function stopOf(cell) {
  if (!cell) return null;
  return cell.querySelector("a.to") || (cell.hasAttribute("aria-haspopup") ? cell : null);
}

function move(from, key) {
  const next = stopOf(neighbour(from.closest("th, td"), key));
  if (!next) return false;
  from.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  return true;
}

function makeWalkable(table) {
  const stops = Array.from(table.tBodies[0].rows).flatMap((row) => Array.from(row.cells).map(stopOf).filter((stop) => stop));
  for (const stop of stops) stop.tabIndex = -1;
  const first = stops.find((stop) => stop.tagName === "TD") || stops[0];
  if (first) first.tabIndex = 0;
  table.tBodies[0].addEventListener("keydown", (event) => {
    if (stops.includes(event.target) && move(event.target, event.key)) event.preventDefault();
  });
}

function makeFiguresTellTheirCell(table) {
  for (const row of table.tBodies[0].rows)
    for (const cell of Array.from(row.cells).slice(1)) {
      if (!axesOf(cell)) continue;
      cell.setAttribute("aria-haspopup", "dialog");
      cell.addEventListener("click", () => show(cell));
      cell.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        show(cell);
      });
    }
}

const tables = Array.from(document.querySelectorAll("main table"));
for (const table of tables) {
  if (table.tBodies[0].rows.length > 1) makeSortable(table);
  if (table.tBodies[0].rows.length > few) makeFilterable(table);
}
for (const table of tables) {
  makeFiguresTellTheirCell(table);
  makeWalkable(table);
}
const tools = document.getElementById("tools");
const first = tables.find((table) => workloadColumn(table) >= 0);
if (first) first.closest("section").before(tools);
tools.hidden = !first;
document.getElementById("filter").addEventListener("input", () => filterAll(tables));
window.addEventListener("hashchange", showTarget);
