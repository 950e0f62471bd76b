// SPDX-License-Identifier: GPL-2.0
// What the page does beyond showing: sorts and filters its tables, and says of a
// figure which cell it is. Without scripts all of it is there to be read.
"use strict";

// "+1 462 (+34.2 %)", "~+7" and "−560" are numbers; words are not.
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

function filterRows(text) {
  const wanted = text.trim().toLowerCase();
  let shown = 0;
  for (const table of document.querySelectorAll("table.by-workload"))
    for (const row of table.tBodies[0].rows) {
      const name = row.cells[0].firstChild.textContent.toLowerCase();
      row.hidden = !name.includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
  document.getElementById("filtered").textContent = wanted === "" ? "" : shown + " rows";
}

// The cell of a figure, how to count it again, and where its samples are.
function describe(cell) {
  const table = cell.closest("table");
  const head = table.tHead.rows[0].cells[cell.cellIndex].dataset;
  const workload = cell.parentElement.cells[0].firstChild.textContent.trim();
  const counter = table.dataset.counter;
  const axes = { variant: head.variant, dispatch: head.dispatch, stack: head.stack, scenario: head.scenario, workload: workload };
  const set = document.body.dataset.set || "default";
  let command = "hookmatrix run --fresh --output cell.json --set " + set;
  if (document.body.dataset.accelerator === "kvm") command += " --accelerator kvm";
  for (const name in axes) command += " --filter '" + name + "=" + axes[name] + "'";
  const conditions = Object.keys(axes).map((name) => "." + name + "==\"" + axes[name] + "\"");
  const samples = "jq -c '.cells[] | select(" + conditions.join(" and ") + " and .counter==\"" + counter + "\") | .samples' matrix.json";
  return { title: Object.values(axes).filter((word) => word !== "-").join(" ") + ", " + counter, command: command, samples: samples };
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

function move(cell, key) {
  const next = neighbour(cell, key);
  if (!next || !next.hasAttribute("tabindex")) return false;
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  return true;
}

function makeFiguresTellTheirCell(table) {
  let first = true;
  for (const row of table.tBodies[0].rows)
    for (const cell of Array.from(row.cells).slice(1)) {
      if (!table.tHead.rows[0].cells[cell.cellIndex].dataset.variant) continue;
      cell.tabIndex = first ? 0 : -1;
      first = false;
      cell.setAttribute("aria-haspopup", "dialog");
      cell.addEventListener("click", () => show(cell));
      cell.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          show(cell);
        } else if (move(cell, event.key)) {
          event.preventDefault();
        }
      });
    }
}

document.querySelectorAll("main table").forEach((table) => {
  if (table.tHead && table.tBodies[0].rows.length > 1) makeSortable(table);
});
document.querySelectorAll("table.by-workload").forEach(makeFiguresTellTheirCell);
const filter = document.getElementById("filter");
filter.addEventListener("input", () => filterRows(filter.value));
document.getElementById("tools").hidden = false;
