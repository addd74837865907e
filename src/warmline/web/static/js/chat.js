// The contact's page: what was said, who speaks, and words that are never lost or doubled.
import { Outbox } from "./outbox.js";
import { say } from "./words.js";
import { listen } from "./live.js";

const part = (id) => document.getElementById(id);
const chat = part("chat");
const log = part("log");
const field = part("text");
const base = `/chat/${encodeURIComponent(chat.dataset.inbox)}`;
const icons = part("speaks-icon").getAttribute("href").split("#")[0];
const outbox = new Outbox(`warmline.outbox.${chat.dataset.inbox}`);
const draftKey = `warmline.words.${chat.dataset.inbox}`;
const shown = new Map();
let started = false;
let listening = false;
let sending = false;
let seq = 0;
let delay = 1000;
let again = 0;
let restarts = 0; // in a row: a browser that keeps no cookie here would begin anew for ever

class Refused extends Error {
  constructor(status, error, after) {
    super(error?.message ?? "");
    this.status = status;
    this.code = error?.code;
    this.after = after;
  }
}

async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = { "X-Warmline": "page", "Content-Type": "application/json" };
  const response = await fetch(base + path, { ...options, headers });
  const answer = await response.json();
  if (!response.ok) throw new Refused(response.status, answer.error, Number(response.headers.get("Retry-After")));
  return answer;
}

function see(seen) {
  if (!seen.started || (seen.seq ?? 0) < seq) return;
  seq = seen.seq;
  started = true;
  part("start").hidden = seen.messages.length > 0;
  for (const message of seen.messages) {
    if (message.client_id) outbox.remove(message.client_id);
    const known = shown.get(message.client_id) ?? shown.get(message.id);
    if (!known) append(message);
    else if (known.classList.contains("is-waiting")) known.replaceWith(remember(message, draw(message)));
  }
  showState(seen.state);
  follow();
}

function append(message, isWaiting = false) {
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  const drawn = remember(message, draw(message, isWaiting));
  const firstWaiting = isWaiting ? null : log.querySelector(".is-waiting");
  log.insertBefore(drawn, firstWaiting);
  if (isAtEnd || message.author === "contact" || message.call) drawn.scrollIntoView({ block: message.call ? "start" : "end" });
}

function remember(message, drawn) {
  shown.set(message.client_id ?? message.id, drawn);
  if (message.id) shown.set(message.id, drawn);
  return drawn;
}

function draw(message, isWaiting = false) {
  const isDanger = message.notice?.startsWith("safety.");
  const box = node("article", `said by-${message.author} arrives${isWaiting ? " is-waiting" : ""}${isDanger ? " is-danger" : ""}`);
  box.append(node("span", message.author === "system" ? "by hidden-words" : "by", who(message)));
  if (message.call) box.append(call(message.call));
  if (message.translation) box.append(...translated(message));
  else box.append(withLink(message));
  if (isWaiting) box.append(node("span", "not-yet", say("not_sent")));
  return box;
}

// The contact reads their own language; what was really written is one step away.
function translated(message) {
  const words = node("p", "words", message.translation);
  words.lang = message.language;
  const original = node("details", "original");
  original.append(node("summary", "", say("original")), node("p", "words", message.text));
  return [words, node("span", "by", say("translated")), original];
}

// The one address that the house itself sends can be pressed; nobody else's becomes a link.
function withLink(message) {
  const words = node("p", "words", message.text);
  const address = message.notice === "memory.link" && message.text.match(/https?:\/\/[^\s]+\/memory\/[A-Za-z]+/)?.[0];
  if (!address) return words;
  const [before, after] = message.text.split(address);
  const link = node("a", "", say("memory_link"));
  link.href = new URL(address).pathname;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  words.replaceChildren(before, link, after);
  return words;
}

function call(number) {
  const link = node("a", "call");
  link.href = `tel:${number.replace(/[^0-9+]/g, "")}`;
  link.append(icon("phone"), say("call", { number }));
  return link;
}

function who({ author, name }) {
  if (author === "contact") return say("you");
  if (author === "agent") return name ? say("agent", { name }) : say("notice");
  return say(author === "assistant" ? "assistant" : "notice");
}

function showState({ speaker, name, place, minutes, call_back: callBack }) {
  const isPerson = speaker === "agent";
  part("speaks").dataset.who = isPerson ? "agent" : "assistant";
  part("speaks-words").textContent = isPerson ? say("agent", { name }) : say(speaker === "waiting" ? "waiting" : "assistant");
  part("speaks-icon").setAttribute("href", `${icons}#${isPerson ? "person" : speaker === "waiting" ? "waiting" : "assistant"}`);
  part("person").disabled = speaker === "waiting";
  part("person").hidden = isPerson;
  part("state").textContent = stateWords({ speaker, place, minutes, callBack });
}

function stateWords({ speaker, place, minutes, callBack }) {
  if (speaker !== "waiting") return "";
  if (callBack) return say("promised", { due: callBack });
  if (!place) return say("waiting");
  return say(place === 1 ? "place_next" : "place", { place, number: minutes });
}

function line(text) {
  if (part("line").textContent !== text) part("line").textContent = text;
}

async function begin() {
  if (!started) see(await ask("/start", { language: chat.dataset.language }));
}

async function deliver() {
  if (sending) return;
  sending = true;
  clearTimeout(again);
  try {
    for (let waiting = outbox.all()[0]; waiting; waiting = outbox.all()[0]) {
      await begin();
      const seen = await ask("/messages", { text: waiting.text, client_id: waiting.client_id });
      outbox.remove(waiting.client_id);
      restarts = 0;
      see(seen);
    }
    delay = 1000;
    line("");
  } catch (error) {
    stumble(error);
  } finally {
    sending = false;
  }
}

function stumble(error) {
  if (!(error instanceof Refused) || error.status === 429 || error.status >= 500) {
    line(say(error.status === 429 ? "too_many" : "lost"));
    again = setTimeout(deliver, error.after ? error.after * 1000 : delay);
    delay = Math.min(delay * 2, 15000);
    return;
  }
  const first = outbox.all()[0];
  if (error.code === "web.token-wrong" || error.status === 404) {
    started = false;
    seq = 0;
    restarts += 1;
    if (restarts > 1) return line(say("no_cookie"));
    line(say("restart"));
    again = setTimeout(deliver, delay);
    delay = Math.min(delay * 2, 15000);
    return;
  }
  if (first) giveBack(first);
  line(say("refused", { reason: error.message }));
}

function giveBack(waiting) {
  outbox.remove(waiting.client_id);
  shown.get(waiting.client_id)?.remove();
  shown.delete(waiting.client_id);
  field.value = [waiting.text, field.value].filter(Boolean).join("\n");
  keepWords();
}

function write(event) {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return field.focus();
  const limit = Number(chat.dataset.limit);
  if ([...text].length > limit) return line(say("too_long", { limit }));
  const waiting = outbox.add(text);
  append({ ...waiting, author: "contact" }, true);
  part("start").hidden = true;
  field.value = "";
  keepWords();
  fit();
  field.focus();
  deliver();
}

async function person() {
  part("person").disabled = true;
  try {
    await begin();
    see(await ask("/person", {}));
    line("");
  } catch (error) {
    part("person").disabled = false;
    line(say(error instanceof Refused && error.status < 500 ? "refused" : "lost", { reason: error.message }));
  }
}

function follow() {
  if (listening) return;
  listening = true;
  listen(`${base}/live`, {
    since: seq,
    names: ["seen"],
    heard: see,
    state: (state) => {
      if (state === "lost") line(say("lost"));
      else { line(""); deliver(); catchUp(); }
    },
  });
}

function catchUp() {
  ask("/messages").then(see).catch(() => line(say("lost")));
}

function keepWords() {
  try {
    if (field.value) localStorage.setItem(draftKey, field.value);
    else localStorage.removeItem(draftKey);
  } catch {
    // storage is closed in this frame: words live as long as the page
  }
}

function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function node(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${icons}#${name}`);
  svg.append(use);
  return svg;
}

// The newest words stay in sight while lines above or below the log come and go.
let isAtEnd = true;
log.addEventListener("scroll", () => { isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60; });
new ResizeObserver(() => { if (isAtEnd) log.scrollTop = log.scrollHeight; }).observe(log);

part("write").addEventListener("submit", write);
part("person").addEventListener("click", person);
field.addEventListener("input", () => { keepWords(); fit(); });
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) write(event);
});
part("close")?.addEventListener("click", close);
addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
addEventListener("online", deliver);

function close() {
  if (window.parent !== window) window.parent.postMessage({ warmline: "close" }, "*");
}

// Somebody may have typed before this script was here: what stands in the field stays.
let kept = "";
try {
  kept = localStorage.getItem(draftKey) ?? "";
} catch {
  // storage is closed in this frame
}
field.value = field.value.startsWith(kept) ? field.value : [kept, field.value].filter(Boolean).join("\n");
keepWords();
part("send").disabled = false;
for (const waiting of outbox.all()) append({ ...waiting, author: "contact" }, true);
fit();
ask("/messages").then((seen) => { see(seen); if (outbox.all().length) deliver(); }).catch(() => { line(say("lost")); again = setTimeout(deliver, delay); });
