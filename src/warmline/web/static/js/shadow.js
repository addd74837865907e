// The shadow page by keyboard: arrows change the day, T is today, J and K walk what differs.
import { mountFrame, showState } from "./frame.js";
import { bind, isWriting } from "./keys.js";
import { listen } from "./live.js";
import { morph } from "./morph.js";
import { openPalette } from "./palette.js";
import { say } from "./words.js";

const part = (id) => document.getElementById(id);
const rows = () => [...document.querySelectorAll(".case > summary")];

function move(step) {
  const known = rows();
  if (!known.length) return;
  const at = known.indexOf(document.activeElement);
  const row = known[at < 0 ? (step > 0 ? 0 : known.length - 1) : Math.min(known.length - 1, Math.max(0, at + step))];
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

// Danger in a conversation that is only watched stands on this page too; as an alert it is said aloud.
async function alarms() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  if (response.redirected) return showState("signed_out");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  morph(part("alarms"), page.getElementById("alarms").innerHTML);
}

const deeds = {
  next: () => move(1),
  previous: () => move(-1),
  keys: () => part("keys-dialog").showModal(),
  palette: () => openPalette([
    ...["day-before", "day-after", "today"].map(part).filter(Boolean).map((link) => ({
      name: link.textContent.trim(), run: () => link.click(),
    })),
    { name: say("keys.map"), key: "?", run: deeds.keys },
    ...[...document.querySelectorAll(".bar nav a")].map((link) => ({
      name: link.textContent.trim(), run: () => location.assign(link.href),
    })),
  ]),
};

mountFrame(async () => {});
bind(deeds);
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
  const target = { ArrowLeft: part("day-before"), ArrowRight: part("day-after"), t: part("today") }[event.key];
  if (!target) return;
  event.preventDefault();
  target.click();
});
document.addEventListener("click", (event) => {
  const deed = event.target.closest("[data-deed]")?.dataset.deed;
  if (deed && deeds[deed]) deeds[deed]();
});
listen("/desk/live", {
  since: document.body.dataset.seq,
  names: ["changed"],
  heard: ({ name }) => { if (name.startsWith("conversation.alarm_")) alarms(); },
  state: showState,
});
