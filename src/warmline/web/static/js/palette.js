// Anything, by name: conversations and deeds in one list, filtered while typing.
import { say } from "./words.js";

const dialog = document.getElementById("palette-dialog");
const field = document.getElementById("palette-words");
const list = document.getElementById("palette-list");
const none = document.getElementById("palette-none");
let entries = [];
let current = 0;

export function openPalette(known) {
  entries = known;
  field.value = "";
  dialog.showModal();
  show();
}

function show() {
  const parts = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({ name }) => parts.every((part) => name.toLowerCase().includes(part)));
  list.replaceChildren(...found.slice(0, 30).map(row));
  none.hidden = found.length > 0;
  choose(0);
}

function row({ name, key, run }, place) {
  const line = document.createElement("li");
  line.id = `palette-${place}`;
  line.setAttribute("role", "option");
  line.textContent = name;
  if (key) {
    const hint = document.createElement("kbd");
    hint.textContent = key;
    line.append(hint);
  }
  line.addEventListener("click", () => { dialog.close(); run(); });
  return line;
}

function choose(place) {
  const rows = [...list.children];
  current = rows.length ? (place + rows.length) % rows.length : 0;
  rows.forEach((line, at) => line.setAttribute("aria-selected", String(at === current)));
  field.setAttribute("aria-activedescendant", rows.length ? `palette-${current}` : "");
  rows[current]?.scrollIntoView({ block: "nearest" });
}

field.addEventListener("input", show);
field.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") { event.preventDefault(); choose(current + 1); }
  if (event.key === "ArrowUp") { event.preventDefault(); choose(current - 1); }
  if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); list.children[current]?.click(); }
});

export const goTo = (name) => say("palette.go", { name });
