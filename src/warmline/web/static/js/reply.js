// The reply: a draft that is never lost, promises shown before they are given, sending once.
import { ask, Refused } from "./ask.js";
import { isOn, rest, showAdvice, showSwitch, turn } from "./coach.js";
import { freshId as newId } from "./outbox.js";
import { openPhrases } from "./phrases.js";
import { forget, hasSeen, later as translateLater, outgoing } from "./translating.js";
import { say } from "./words.js";

const PAUSE = 120; // ms without a key before the words are looked at
const part = (id) => document.getElementById(id);
const draftKey = (id) => `warmline.draft.${id}`;

let looking = null;
let timer = 0;
let chosen = new Map(); // by the words of a promise: what the agent has changed about it

export function mount() {
  const form = part("reply");
  if (!form || form.dataset.mounted === form.dataset.conversation) return;
  form.dataset.mounted = form.dataset.conversation;
  chosen = new Map();
  const words = part("reply-words");
  words.value = read(form.dataset.conversation).text;
  part("reply-trouble").replaceChildren();
  show([]);
  rest();
  forget();
  showSwitch(form);
  markDraft(form);
  fit(words);
  if (words.value) { look(form); translateLater(form); }
  if (form.dataset.listens) return;
  form.dataset.listens = "yes";
  words.addEventListener("input", () => { keepDraft(form); markDraft(form); fit(words); later(form); translateLater(form); });
  words.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (event.key === "Enter") { event.preventDefault(); form.requestSubmit(); }
    if (event.key.toLowerCase() === "d") { event.preventDefault(); draft(); }
  });
  part("coach-toggle").addEventListener("click", switchHints);
  part("draft-out").addEventListener("click", () => takeOut(form));
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
}

export function putIn(text) {
  const words = part("reply-words");
  if (!words) return;
  const gap = words.value && !words.value.endsWith("\n") ? "\n" : "";
  words.value += gap + text;
  words.dispatchEvent(new Event("input"));
  words.focus();
  words.setSelectionRange(words.value.length, words.value.length);
}

// What is still missing, from the house's articles and phrases: put in, marked, never sent.
export async function draft() {
  const form = part("reply");
  if (!form) return;
  const id = form.dataset.conversation;
  try {
    const { text, source } = await ask(`/desk/c/${id}/draft`, { body: { text: part("reply-words").value } });
    if (part("reply") !== form) return;
    if (!text) return note(source);
    localStorage.setItem(draftKey(id), JSON.stringify({ ...read(id), drafted: { text, source } }));
    putIn(text);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (part("reply") === form) note(say("coach.draft_failed", { reason: error.message }));
  }
}

export function phrases() {
  const form = part("reply");
  if (form) openPhrases(form, { putIn, failed: (reason) => note(say("translation.phrases_none", { reason })) });
}

export function switchHints() {
  const form = part("reply");
  if (!form) return;
  turn(form, !isOn(form));
  rest();
  look(form);
}

// The mark stands as long as the drafted words stand unchanged.
function markDraft(form) {
  const drafted = read(form.dataset.conversation).drafted;
  const stands = Boolean(drafted) && part("reply-words").value.includes(drafted.text);
  part("draft-mark").hidden = !stands;
  part("draft-out").hidden = !stands;
  if (stands) part("draft-mark").querySelector(".text").textContent = `${say("coach.draft_mark")} ${drafted.source}`;
}

function note(text) {
  part("draft-mark").hidden = false;
  part("draft-out").hidden = true;
  part("draft-mark").querySelector(".text").textContent = text;
}

function takeOut(form) {
  const words = part("reply-words");
  const { drafted } = read(form.dataset.conversation);
  words.value = words.value.replace(drafted.text, "").trimEnd();
  words.dispatchEvent(new Event("input"));
  words.focus();
}

export function focusPromises() {
  const first = part("found")?.querySelector("input, button");
  first?.focus();
  return Boolean(first);
}

function read(id) {
  try {
    return JSON.parse(localStorage.getItem(draftKey(id))) ?? { text: "", client_id: null };
  } catch {
    return { text: "", client_id: null };
  }
}

function keepDraft(form) {
  const id = form.dataset.conversation;
  const text = part("reply-words").value;
  if (text) localStorage.setItem(draftKey(id), JSON.stringify({ ...read(id), text }));
  else localStorage.removeItem(draftKey(id));
  part("draft-state").textContent = text ? say("conversation.draft_kept") : "";
}

// The same words sent again are the same reply; changed words are another one.
function idFor(id, text) {
  const known = read(id);
  const clientId = known.tried === text && known.client_id ? known.client_id : newId();
  localStorage.setItem(draftKey(id), JSON.stringify({ ...known, text, client_id: clientId, tried: text }));
  return clientId;
}

function fit(words) {
  words.style.height = "auto";
  words.style.height = `${words.scrollHeight + 2}px`;
}

function later(form) {
  clearTimeout(timer);
  timer = setTimeout(() => look(form), PAUSE);
}

// Whether the promises shown are those of the words as they stand.
async function look(form, { withHints = isOn(form) } = {}) {
  clearTimeout(timer);
  looking?.abort();
  const own = new AbortController();
  looking = own;
  if (part("reply") !== form) return false; // another conversation was opened meanwhile
  const text = part("reply-words").value;
  if (!text.trim()) { show([]); rest(); return true; }
  try {
    const address = `/desk/c/${form.dataset.conversation}/${withHints ? "coach" : "promises"}`;
    const answer = await ask(address, { body: { text }, signal: own.signal });
    if (part("reply") !== form || looking !== own) return false;
    show(answer.promises);
    if (withHints) showAdvice(answer);
    return true;
  } catch (error) {
    if (error.name === "AbortError") return false;
    // Too many looks at once: promises are shown all the same, hints wait for the next pause.
    if (error.status === 429 && withHints) return look(form, { withHints: false });
    show([]);
    return false;
  }
}

function show(promises) {
  const box = part("found");
  if (!box) return;
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.of : null;
  box.hidden = promises.length === 0;
  if (box.hidden) return box.replaceChildren();
  const title = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = say(promises.length === 1 ? "promise.found_one" : "promise.found_many");
  title.append(strong, " ", say("promise.save_hint"));
  const list = document.createElement("ul");
  list.append(...promises.map(row));
  box.replaceChildren(title, list);
  if (focused) box.querySelector(`[data-of="${CSS.escape(focused)}"]`)?.focus();
}

function row(promise, place) {
  const change = chosen.get(promise.what) ?? {};
  const line = document.createElement("li");
  line.dataset.promise = JSON.stringify(promise);
  line.classList.toggle("is-dropped", Boolean(change.isDropped));
  const what = document.createElement("span");
  what.className = "what";
  what.textContent = promise.what;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button is-bare";
  drop.dataset.of = `drop-${place}`;
  drop.textContent = say(change.isDropped ? "promise.take_back" : "promise.drop");
  drop.addEventListener("click", () => {
    chosen.set(promise.what, { ...change, isDropped: !change.isDropped });
    line.replaceWith(row(promise, place));
    part("found").querySelector(`[data-of="drop-${place}"]`)?.focus();
  });
  line.append(icon("promise"), what);
  if (!change.isDropped) line.append(dueField(promise, change, place));
  line.append(drop);
  return line;
}

function dueField(promise, change, place) {
  const label = document.createElement("label");
  label.className = "small quiet";
  const due = document.createElement("input");
  due.type = "datetime-local";
  due.value = change.due ?? promise.due ?? "";
  due.dataset.of = `due-${place}`;
  due.addEventListener("change", () => chosen.set(promise.what, { ...chosen.get(promise.what), due: due.value }));
  label.append(say(due.value ? "promise.due" : "promise.no_time"), due);
  return label;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${new URL("../icons.svg", import.meta.url).pathname}#${name}`);
  svg.append(use);
  return svg;
}

function confirmed() {
  const rows = [...part("found").querySelectorAll("li")].filter((line) => !line.classList.contains("is-dropped"));
  return rows.map((line) => {
    const { what, start, end } = JSON.parse(line.dataset.promise);
    return { what, start, end, due: line.querySelector("input")?.value || null };
  });
}

async function send(form) {
  const words = part("reply-words");
  const button = form.querySelector("button.is-first");
  const text = words.value;
  if (!text.trim() || button.disabled) return;
  clearTimeout(timer);
  button.disabled = true;
  try {
    // What the contact reads is seen by whoever sends it.
    if (!await hasSeen(form, text)) return;
    part("draft-state").textContent = say("conversation.sending");
    // Where the look fails, the server finds the promises itself.
    const isSeen = await look(form, { withHints: false });
    const body = { text, client_id: idFor(form.dataset.conversation, text), promises: isSeen ? confirmed() : null, translation: outgoing(form, text) };
    await ask(`/desk/c/${form.dataset.conversation}/reply`, { body });
    localStorage.removeItem(draftKey(form.dataset.conversation));
    words.value = "";
    if (part("reply") === form) clear(words);
    dispatchEvent(new Event("warmline:sent"));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (part("reply") === form) trouble(say("conversation.not_sent", { reason: error.message }));
  } finally {
    button.disabled = false;
    words.focus();
  }
}

function clear(words) {
  chosen = new Map();
  part("reply-trouble").replaceChildren();
  part("draft-state").textContent = "";
  show([]);
  rest();
  forget();
  part("draft-mark").hidden = true;
  fit(words);
}

function trouble(text) {
  part("draft-state").textContent = say("conversation.draft_kept");
  const line = document.createElement("p");
  line.className = "trouble";
  line.textContent = text;
  part("reply-trouble").replaceChildren(line);
}
