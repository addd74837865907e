// The promises page, live: what is owed changes by itself, the focus stays.
import { mountFrame, showState } from "./frame.js";
import { bind } from "./keys.js";
import { listen } from "./live.js";
import { morph } from "./morph.js";
import { openPalette } from "./palette.js";
import { say } from "./words.js";

const part = (id) => document.getElementById(id);

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  if (response.redirected) return showState("signed_out");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ["promises", "late-count"]) morph(part(id), page.getElementById(id).innerHTML);
}

const deeds = {
  keys: () => part("keys-dialog").showModal(),
  palette: () => openPalette([
    { name: say("keys.map"), key: "?", run: deeds.keys },
    { name: document.querySelector(".bar nav a").textContent.trim(), run: () => location.assign("/desk") },
  ]),
};

mountFrame(refresh);
bind(deeds);
document.addEventListener("click", (event) => {
  const deed = event.target.closest("[data-deed]")?.dataset.deed;
  if (deed && deeds[deed]) deeds[deed]();
});
listen("/desk/live", {
  since: document.body.dataset.seq,
  names: ["changed"],
  heard: ({ name }) => { if (name.startsWith("promise.")) refresh(); },
  state: showState,
});
setInterval(refresh, 60000);
