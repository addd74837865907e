// Complaints by keyboard: J and K move, Enter opens; what changes is fetched, what is typed stays.
import { mountFrame, showState } from "./frame.js";
import { bind } from "./keys.js";
import { listen } from "./live.js";
import { morph } from "./morph.js";
import { openPalette } from "./palette.js";
import { say } from "./words.js";

const part = (id) => document.getElementById(id);
const rows = () => [...document.querySelectorAll(".complaint-row .what a")];
const isWritten = () => [...document.querySelectorAll("#complaints textarea")].some((field) => field.value.trim());

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  if (response.redirected) return showState("signed_out");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ["complaints", "complaint-count", "late-count", "forgotten-count"]) morph(part(id), page.getElementById(id).innerHTML);
}

// A step that was done empties its form; one that was refused keeps every word.
async function stepped(form) {
  if (part("trouble").childElementCount) return;
  form?.reset();
  await refresh();
}

function move(step) {
  const known = rows();
  const at = known.indexOf(document.activeElement);
  known[Math.min(known.length - 1, Math.max(0, at + step))]?.focus();
}

const deeds = {
  next: () => move(1),
  previous: () => move(-1),
  keys: () => part("keys-dialog").showModal(),
  palette: () => openPalette([
    { name: say("keys.map"), key: "?", run: deeds.keys },
    ...rows().map((row) => ({ name: row.textContent.trim().slice(0, 60), run: () => location.assign(row.href) })),
    ...[...document.querySelectorAll(".bar nav a")].map((link) => ({
      name: link.textContent.trim(), run: () => location.assign(link.href),
    })),
  ]),
};

let sent = null;
document.addEventListener("submit", (event) => { sent = event.target; part("trouble").replaceChildren(); });
mountFrame(() => stepped(sent));
bind(deeds);
document.addEventListener("click", (event) => {
  const deed = event.target.closest("[data-deed]")?.dataset.deed;
  if (deed && deeds[deed]) deeds[deed]();
});
listen("/desk/live", {
  since: document.body.dataset.seq,
  names: ["changed"],
  heard: ({ name }) => { if (name.startsWith("complaint.") && !isWritten()) refresh(); },
  state: showState,
});
