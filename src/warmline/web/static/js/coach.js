// The coach under the reply: three marks, the next step, two hints at most. It can be switched off,
// and this device remembers it for the agent; nothing else about the agent is kept.
import { say } from "./words.js";

const part = (id) => document.getElementById(id);
const keyOf = (form) => `warmline.coach.${form.dataset.agent}`;

export function isOn(form) {
  return localStorage.getItem(keyOf(form)) !== "off";
}

export function turn(form, on) {
  if (on) localStorage.removeItem(keyOf(form));
  else localStorage.setItem(keyOf(form), "off");
  showSwitch(form);
}

export function showSwitch(form) {
  const on = isOn(form);
  const toggle = part("coach-toggle");
  part("coach").hidden = !on;
  toggle.setAttribute("aria-pressed", String(on));
  toggle.textContent = say(on ? "coach.on" : "coach.off");
}

// Nothing is written yet: the marks are open, and a line says what this is.
export function rest() {
  for (const mark of document.querySelectorAll("#coach [data-part]")) {
    stand(mark, { standing: "open", told: say("coach.open"), words: "" });
  }
  put(part("coach-step"), "");
  hint([say("coach.waiting")], "quiet");
}

export function showAdvice({ marks, step, hints }) {
  for (const mark of marks) stand(document.querySelector(`#coach [data-part="${mark.part}"]`), mark);
  put(part("coach-step"), step);
  if (hints.length) hint(hints, "");
  else hint([say("coach.none")], "quiet");
}

function stand(line, { standing, told, words }) {
  line.dataset.standing = standing;
  line.title = words ? `“${words}”` : told;
  put(line.querySelector(".told"), words ? `${told}: ${words}` : told);
}

// Words that stay the same are left alone, so that a screen reader says each hint once.
function hint(lines, kind) {
  const list = part("coach-hints");
  const known = [...list.children];
  if (known.length === lines.length && known.every((line, place) => line.textContent === lines[place])) return;
  list.replaceChildren(...lines.map((text) => {
    const line = document.createElement("li");
    line.className = kind;
    line.textContent = text;
    return line;
  }));
}

function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
