// The review page by keyboard: 1 to 4 judge, J and K choose the message, S shows, N goes on.
import { mountFrame, showState } from "./frame.js";
import { bind, isWriting } from "./keys.js";
import { listen } from "./live.js";
import { openPalette } from "./palette.js";
import { say } from "./words.js";

const part = (id) => document.getElementById(id);
const places = () => [...document.querySelectorAll(".here input")];

function choose(step) {
  const known = places();
  if (!known.length) return;
  const at = known.findIndex((place) => place.checked) + step;
  const place = known[Math.min(known.length - 1, Math.max(0, at))];
  place.checked = true;
  place.focus();
}

const deeds = {
  next: () => choose(1),
  previous: () => choose(-1),
  keys: () => part("keys-dialog").showModal(),
  palette: () => openPalette([
    { name: say("keys.map"), key: "?", run: deeds.keys },
    ...[...document.querySelectorAll(".bar nav a")].map((link) => ({
      name: link.textContent.trim(), run: () => location.assign(link.href),
    })),
  ]),
};

mountFrame(async () => {});
bind(deeds);
addEventListener("keydown", (event) => {
  const isChoosing = event.target instanceof HTMLInputElement && event.target.type === "radio";
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if ((isWriting(event.target) && !isChoosing) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  const target = { s: part("peek"), n: part("next") }[key] ?? document.querySelector(`.verdict[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  if (isChoosing && (key === "j" || key === "k")) choose(key === "j" ? 1 : -1);
  if (!target) return;
  event.preventDefault();
  target.click();
});
document.addEventListener("click", (event) => {
  const deed = event.target.closest("[data-deed]")?.dataset.deed;
  if (deed && deeds[deed]) deeds[deed]();
});
listen("/desk/live", { since: document.body.dataset.seq, names: ["changed"], heard: () => {}, state: showState });
part("next")?.matches(".is-first") ? part("next").focus() : document.querySelector(".turn.is-judged")?.scrollIntoView({ block: "nearest" });
