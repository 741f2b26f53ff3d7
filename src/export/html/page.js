"use strict";
// Everything that comes from texts is put in place with textContent: it can never become markup.
const data = JSON.parse(document.getElementById("data").textContent);
const svg = document.querySelector("#picture svg");
const panel = document.getElementById("panel");
const nodes = [...svg.querySelectorAll("g.node")];
// Lines and labels, each with the edges that it belongs to: a line that forks belongs to several.
const parts = [...svg.querySelectorAll("g.edge")].map((g) => ({ g, edges: g.dataset.edges.split(" ").map(Number) }));
const hidden = { types: new Set(), classes: new Set() };

function element(tag, text, parent, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  if (parent) parent.append(made);
  return made;
}

function showEvidence(evidence) {
  const quote = element("blockquote", undefined, panel);
  evidence.pieces.forEach((piece, n) => element(n % 2 ? "mark" : "span", piece, quote));
  const source = element("div", undefined, quote, "source");
  const where = [evidence.title, evidence.date].filter(Boolean).join(", ");
  if (evidence.link) {
    const link = element("a", where, source);
    link.href = evidence.link;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
  } else {
    source.textContent = where;
  }
}

const sentence = (edge) => `${data.nodes[edge.from].name} → ${data.nodes[edge.to].name}`;

function showEdge(n) {
  const edge = data.edges[n];
  panel.replaceChildren();
  element("h2", sentence(edge), panel);
  element("p", (edge.kind === "saying" ? "says: " : "") + edge.label, panel, "note");
  edge.evidence.forEach(showEvidence);
  light(new Set([edge.from, edge.to]), new Set([n]));
}

function showLink(e) {
  const edge = data.edges[e];
  const button = element("button", `${sentence(edge)}: ${edge.label}`, panel, "link");
  button.type = "button";
  button.addEventListener("click", () => showEdge(e));
}

function showFork(numbers) {
  panel.replaceChildren();
  element("h2", data.nodes[data.edges[numbers[0]].from].name, panel);
  numbers.forEach(showLink);
  light(new Set(numbers.flatMap((n) => [data.edges[n].from, data.edges[n].to])), new Set(numbers));
}

function showNode(n) {
  const node = data.nodes[n];
  panel.replaceChildren();
  element("h2", node.name, panel);
  element("p", `${node.type}, mentions: ${node.mentions}`, panel, "note");
  if (node.aliases.length) element("p", "also: " + node.aliases.join(", "), panel, "note");
  const near = new Set([n]), touching = new Set();
  data.edges.forEach((edge, e) => {
    if (edge.from !== n && edge.to !== n) return;
    near.add(edge.from).add(edge.to);
    touching.add(e);
    showLink(e);
  });
  light(near, touching);
}

// Dims everything but these nodes and edges; without arguments, nothing.
function light(litNodes, litEdges) {
  nodes.forEach((g, n) => g.classList.toggle("dim", Boolean(litNodes) && !litNodes.has(n)));
  parts.forEach((part) => part.g.classList.toggle("dim", Boolean(litEdges) && !part.edges.some((n) => litEdges.has(n))));
}

function search(text) {
  const wanted = text.trim().toLowerCase();
  const count = document.getElementById("count");
  count.textContent = "";
  if (!wanted) return light();
  const has = (s) => s.toLowerCase().includes(wanted);
  const found = new Set(), touching = new Set();
  data.nodes.forEach((node, n) => { if (has(node.name) || node.aliases.some(has)) found.add(n); });
  data.edges.forEach((edge, e) => {
    if (has(edge.label)) { found.add(edge.from).add(edge.to); touching.add(e); }
    else if (found.has(edge.from) && found.has(edge.to)) touching.add(e);
  });
  count.textContent = `${found.size} found`;
  light(found, touching);
}

// What an edge is filtered by: that somebody speaks, and the classes of what is done.
const speech = "speaks about";
const classesOf = (edge) => edge.kind === "saying" ? [speech, ...edge.classes] : edge.classes;
const isOff = (edge) => (edge.kind === "saying" && hidden.classes.has(speech)) ||
  (edge.classes.length > 0 && edge.classes.every((value) => hidden.classes.has(value)));

function applyFilters() {
  const offNode = (n) => hidden.types.has(data.nodes[n].type);
  const offEdge = (n) => {
    const edge = data.edges[n];
    return offNode(edge.from) || offNode(edge.to) || isOff(edge);
  };
  nodes.forEach((g, n) => g.classList.toggle("off", offNode(n)));
  parts.forEach((part) => part.g.classList.toggle("off", part.edges.every(offEdge)));
}

function addFilters(what, values) {
  for (const value of [...new Set(values)].sort()) {
    const label = element("label", undefined, document.getElementById(what));
    const box = element("input", undefined, label);
    box.type = "checkbox";
    box.checked = true;
    box.value = value;
    box.addEventListener("change", () => {
      if (box.checked) hidden[what].delete(value); else hidden[what].add(value);
      applyFilters();
    });
    label.append(" " + value);
  }
}

// Moving and zooming change the part of the picture that is shown.
const full = svg.viewBox.baseVal;
const whole = { x: full.x, y: full.y, width: full.width, height: full.height };
let view = { ...whole };
svg.removeAttribute("width");
svg.removeAttribute("height");
const setView = (next) => {
  view = next;
  svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
};
const perPixel = () => {
  const box = svg.getBoundingClientRect();
  return Math.max(view.width / box.width, view.height / box.height);
};

const zoom = (factor) => setView({
  x: view.x + view.width * (1 - factor) / 2, y: view.y + view.height * (1 - factor) / 2,
  width: view.width * factor, height: view.height * factor,
});
document.getElementById("closer").addEventListener("click", () => zoom(0.75));
document.getElementById("farther").addEventListener("click", () => zoom(1 / 0.75));

svg.addEventListener("wheel", (event) => {
  event.preventDefault();
  const factor = Math.exp(Math.sign(event.deltaY) * 0.15);
  const box = svg.getBoundingClientRect();
  const scale = perPixel();
  const x = view.x + view.width / 2 + (event.clientX - box.x - box.width / 2) * scale;
  const y = view.y + view.height / 2 + (event.clientY - box.y - box.height / 2) * scale;
  setView({ x: x - (x - view.x) * factor, y: y - (y - view.y) * factor, width: view.width * factor, height: view.height * factor });
}, { passive: false });

let drag = null;
svg.addEventListener("pointerdown", (event) => { drag = { x: event.clientX, y: event.clientY, view, moved: false }; });
window.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
  if (Math.abs(dx) + Math.abs(dy) < 4) return;
  drag.moved = true;
  setView({ ...drag.view, x: drag.view.x - dx * perPixel(), y: drag.view.y - dy * perPixel() });
});
let wasDragged = false;
window.addEventListener("pointerup", () => { wasDragged = Boolean(drag && drag.moved); drag = null; });

const onPick = (g, show, n) => g.addEventListener("click", (event) => {
  if (wasDragged) return;
  event.preventDefault();
  event.stopPropagation();
  show(n);
});
nodes.forEach((g, n) => onPick(g, showNode, n));
parts.forEach(({ g, edges }) => edges.length > 1 ? onPick(g, showFork, edges) : onPick(g, showEdge, edges[0]));
svg.addEventListener("click", () => { if (!wasDragged) light(); });
document.getElementById("search").addEventListener("input", (event) => search(event.target.value));
document.getElementById("fit").addEventListener("click", () => setView({ ...whole }));
addFilters("types", data.nodes.map((node) => node.type));
addFilters("classes", data.edges.flatMap(classesOf));
