// What a contact will read in their own language: shown while a reply is written, and before it goes.
import { ask, Refused } from "./ask.js";
import { say } from "./words.js";

const PAUSE = 900; // ms without a key; a translator is slower than a typist
const part = (id) => document.getElementById(id);

let timer = 0;
let running = null;
let seen = null; // for which words: what goes out

export function forget() {
  clearTimeout(timer);
  running?.abort();
  seen = null;
  if (part("outgoing-words")) part("outgoing-words").textContent = "";
}

export function later(form) {
  if (!form.dataset.translates) return;
  clearTimeout(timer);
  timer = setTimeout(() => translate(form), PAUSE);
}

// Whether the agent has seen what goes out for exactly these words; shows it when not.
export async function hasSeen(form, text) {
  if (!form.dataset.translates || seen?.of === text) return true;
  await translate(form);
  if (seen?.text) part("outgoing-told").textContent = `${seen.told} ${say("translation.look")}`;
  return false;
}

export function outgoing(form, text) {
  const stands = form.dataset.translates && seen?.of === text && seen.text;
  return stands ? { text: seen.text, language: seen.language } : null;
}

async function translate(form) {
  clearTimeout(timer);
  running?.abort();
  const own = new AbortController();
  running = own;
  const text = part("reply-words").value;
  if (!text.trim()) return forget();
  part("outgoing-told").textContent = say("translation.working");
  let answer;
  try {
    answer = await ask(`/desk/c/${form.dataset.conversation}/translation`, { body: { text }, signal: own.signal });
  } catch (error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof Refused)) throw error;
    answer = { text: null, language: null, told: say("translation.failed") };
  }
  if (part("reply") !== form || running !== own) return;
  seen = { of: text, ...answer };
  part("outgoing-told").textContent = answer.told;
  part("outgoing-words").textContent = answer.text ?? "";
}
