// The desk: opening conversations in place, keeping all columns live, and the keys.
import { ask } from "./ask.js";
import { mountFrame, showState, tell } from "./frame.js";
import { bind } from "./keys.js";
import { listen } from "./live.js";
import { forget, mountMemory, remember } from "./memory.js";
import { goTo, openPalette } from "./palette.js";
import { draft, focusPromises, mount, phrases, putIn, switchHints } from "./reply.js";
import { refresh } from "./shown.js";
import { tick } from "./times.js";
import { say } from "./words.js";

const body = document.body;
const part = (id) => document.getElementById(id);
const open = () => location.pathname.match(/^\/desk\/c\/([^/]+)/)?.[1] ?? null;
const rows = () => [...document.querySelectorAll("#queue .row:not([hidden]) a")];
const all = () => refresh({ open: open() });

let asked = null; // whose brief is being summed up
let watched = null; // the log whose size is followed
let unfolded = null; // the plot that stands as this device remembers it
const sizes = new ResizeObserver(() => { if (watched?.isAtEnd) watched.scrollTop = watched.scrollHeight; });

mountFrame(all);
mountMemory(all);
addEventListener("warmline:sent", all);
addEventListener("warmline:shown", () => { mount(); search(); keepEnd(); unfold(); count(); inShort(); });
addEventListener("popstate", () => { all(); pane(open() ? "conversation" : "queue"); });
setInterval(tick, 1000);
// What turns late by the clock alone is told by no event.
setInterval(() => { if (!document.hidden) all(); }, 30000);
tick();
mount();
unfold();
toEnd();
inShort();

listen("/desk/live", {
  since: body.dataset.seq,
  names: ["changed"],
  heard: async ({ conversation, name, id }) => {
    const concerns = conversation === open() || name.startsWith("promise.");
    await refresh({ open: open(), only: concerns ? "" : "queue" });
    if (name === "promise.released") ended(id);
    if (name === "promise.reminded" || name === "promise.late") remind(id);
    if (name === "conversation.alarm_raised") alarm(conversation);
    if (name === "digest.gathered" && id === part("digest")?.dataset.role) tell(part("digest").textContent);
  },
  state: (state) => { if (state === "live") all(); showState(state); },
});

async function show(id, { focus = true } = {}) {
  history.pushState({}, "", id ? `/desk/c/${id}` : "/desk");
  for (const row of rows()) row.toggleAttribute("aria-current", row.dataset.open === id);
  for (const row of rows()) if (row.dataset.open === id) row.setAttribute("aria-current", "true");
  pane("conversation");
  await all();
  toEnd();
  if (focus) part("log")?.focus({ preventScroll: true });
}

function pane(name) {
  body.dataset.pane = name;
  for (const tab of document.querySelectorAll("[data-pane-to]")) {
    tab.toggleAttribute("aria-current", tab.dataset.paneTo === name);
    if (tab.dataset.paneTo === name) tab.setAttribute("aria-current", "true");
  }
}

// Whoever opens the plot of distress finds it open in the next conversation too, on this device.
function unfold() {
  const plot = part("plot");
  if (!plot || plot === unfolded) return;
  unfolded = plot;
  plot.open = localStorage.getItem("warmline.plot") === "open";
  plot.addEventListener("toggle", () => localStorage.setItem("warmline.plot", plot.open ? "open" : "folded"));
}

// While the reply below grows, the newest words stay in sight.
function keepEnd() {
  const log = part("log");
  if (!log || log === watched) return;
  if (watched) sizes.unobserve(watched);
  watched = log;
  log.isAtEnd = true;
  log.addEventListener("scroll", () => { log.isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40; });
  sizes.observe(log);
}

function toEnd() {
  keepEnd();
  const log = part("log");
  if (log) log.scrollTop = log.scrollHeight;
}

function move(step) {
  const known = rows();
  if (!known.length) return;
  pane("queue");
  const at = known.indexOf(document.activeElement);
  const from = at >= 0 ? at : known.findIndex((row) => row.hasAttribute("aria-current"));
  const next = from < 0 ? (step > 0 ? 0 : known.length - 1) : Math.min(known.length - 1, Math.max(0, from + step));
  known[next].focus();
}

function search() {
  const words = part("search").value.trim().toLowerCase();
  let count = 0;
  for (const row of document.querySelectorAll("#queue .row")) {
    row.hidden = Boolean(words) && !row.textContent.toLowerCase().includes(words);
    count += row.hidden ? 0 : 1;
  }
  part("none-found").hidden = !words || count > 0;
}

// Whoever has to keep it sees it on top of the queue; this says it once.
function remind(id) {
  const row = document.querySelector(`[data-promise="${CSS.escape(id)}"]`);
  if (row) tell(row.dataset.told);
}

// Danger that nobody was called for: it stays on top of the queue, and is said aloud once.
function alarm(conversation) {
  const row = document.querySelector(`#queue .is-alarm[data-key="${CSS.escape(conversation)}"]`);
  if (row) tell(row.dataset.told);
}

// A tab in the background says how many wait for this agent.
const title = document.title;
function count() {
  const offered = document.querySelectorAll("#queue .to-you, #queue .is-alarm").length;
  document.title = offered ? `(${offered}) ${title}` : title;
}

// A language model may sum up the brief; it is asked once, and the page waits for nothing.
async function inShort() {
  const id = document.querySelector("[data-ask-short]")?.dataset.askShort;
  if (!id || asked === id) return;
  asked = id;
  const { count: lines } = await ask(`/desk/c/${id}/in-short`).catch(() => ({ count: 0 }));
  asked = null;
  if (lines) all();
}

function brief() {
  const isOpen = body.dataset.brief === "open";
  body.dataset.brief = isOpen ? "" : "open";
  if (!isOpen) part("brief").focus();
}

function wrapUp() {
  if (!part("reply")) return;
  part("wrap-up-form").setAttribute("action", `/desk/c/${open()}/wrap-up`);
  part("wrap-up-dialog").showModal();
}

// Until a time, or until the contact writes; a time of one's own chooses itself.
function aside() {
  if (!part("reply")) return;
  part("aside-form").setAttribute("action", `/desk/c/${open()}/aside`);
  part("aside-dialog").showModal();
}

// Somebody had everything erased: whoever had promised them something hears that it has ended.
async function ended(id) {
  const response = await fetch(`/desk/released/${encodeURIComponent(id)}`, { headers: { "X-Warmline": "page" } }).catch(() => null);
  const { told } = response?.ok ? await response.json() : {};
  if (told) tell(told);
}

// A supervisor decides instead of the program; without a conversation only people can be chosen.
function override() {
  const dialog = part("override-dialog");
  if (!dialog) return;
  part("override-conversation").value = open() ?? "";
  part("override-why").value = "";
  part("override-deed").value = "";
  for (const group of dialog.querySelectorAll("[data-needs-conversation]")) group.disabled = !open();
  dialog.showModal();
}

// The contact's last words stand there to begin with.
function complaint() {
  if (!document.querySelector("[data-deed=complaint]")) return;
  part("complaint-form").setAttribute("action", `/desk/c/${open()}/complaint`);
  part("complaint-matter").value = [...document.querySelectorAll(".turn.by-contact .words")].at(-1)?.textContent ?? "";
  part("complaint-dialog").showModal();
}

function first() {
  const sentence = part("first-sentence");
  if (!sentence || !part("reply")) return;
  pane("conversation");
  body.dataset.brief = "";
  putIn(sentence.textContent);
}

const deeds = {
  next: () => move(1),
  previous: () => move(-1),
  accept: () => document.querySelector("[data-deed-button=accept]")?.click(),
  reply: () => { pane("conversation"); part("reply-words")?.focus(); },
  first,
  draft: () => { if (part("reply")) { pane("conversation"); draft(); } },
  phrases: () => { if (part("reply")) { pane("conversation"); phrases(); } },
  hints: switchHints,
  promise: () => { if (!focusPromises()) location.assign("/promises"); },
  aside,
  "wrap-up": wrapUp,
  complaint,
  override,
  yes: remember,
  no: forget,
  brief,
  search: () => { pane("queue"); part("search").focus(); },
  keys: () => part("keys-dialog").showModal(),
  palette: () => openPalette(entries()),
  leave: (event) => {
    if (event.target === part("search")) { part("search").value = ""; search(); }
    if (document.querySelector("dialog[open]")) return;
    if (body.dataset.brief === "open") body.dataset.brief = "";
    document.activeElement?.blur();
  },
};

function entries() {
  const possible = [
    document.querySelector("[data-deed-button=accept]") && { name: say("keys.accept"), key: "A", run: deeds.accept },
    part("reply") && { name: say("keys.reply"), key: "R", run: deeds.reply },
    part("reply") && part("first-sentence") && { name: say("keys.first"), key: "F", run: deeds.first },
    part("reply") && { name: say("keys.draft"), key: "D", run: deeds.draft },
    part("reply") && { name: say("keys.phrases"), key: "L", run: deeds.phrases },
    part("reply") && { name: say("keys.hints"), key: "H", run: deeds.hints },
    part("reply") && { name: say("keys.aside"), key: "S", run: aside },
    part("reply") && { name: say("keys.wrap_up"), key: "W", run: deeds["wrap-up"] },
    document.querySelector("[data-deed=complaint]") && { name: say("keys.complaint"), key: "C", run: complaint },
    document.querySelector("#memory [data-proposal] button") && { name: say("keys.yes"), key: "Y", run: remember },
    document.querySelector("#memory [data-proposal] button") && { name: say("keys.no"), key: "N", run: forget },
    part("override-dialog") && { name: say("keys.override"), key: "O", run: override },
    { name: say("promise.title"), key: "P", run: () => location.assign("/promises") },
    { name: say("keys.search"), key: "/", run: deeds.search },
    { name: say("keys.map"), key: "?", run: deeds.keys },
    ...["online", "break", "offline"].map((state) => ({
      name: `${say("availability.label")}: ${say(`availability.${state}`)}`,
      run: () => { part("availability").value = state; part("availability").dispatchEvent(new Event("change")); },
    })),
  ].filter(Boolean);
  const conversations = rows().map((row) => ({ name: goTo(row.dataset.name), run: () => show(row.dataset.open) }));
  return [...conversations, ...possible];
}

bind(deeds);
pane(body.dataset.pane);
part("search").addEventListener("input", search);
part("search").addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); rows()[0]?.focus(); }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-open]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    show(link.dataset.open);
  }
  const deed = event.target.closest("[data-deed]")?.dataset.deed;
  if (deed && deeds[deed]) deeds[deed]();
  const tab = event.target.closest("[data-pane-to]");
  if (tab) { pane(tab.dataset.paneTo); toEnd(); }
});
part("aside-at")?.addEventListener("input", () => {
  document.querySelector("#aside-form [value=at]").checked = true;
});
