// The pages of whoever oversees, live: the sheet changes by itself, the focus stays.
import { mountFrame, showState } from "./frame.js";
import { bind } from "./keys.js";
import { listen } from "./live.js";
import { morph } from "./morph.js";
import { openPalette } from "./palette.js";
import { say } from "./words.js";

const part = (id) => document.getElementById(id);
const isStill = Boolean(document.querySelector("form.period, [data-still]")); // who asks or writes is not disturbed

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  if (response.redirected) return showState("signed_out");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const ids = ["late-count", "complaint-count", "forgotten-count", ...(isStill ? [] : ["sheet"])];
  for (const id of ids) morph(part(id), page.getElementById(id).innerHTML);
}

const deeds = {
  keys: () => part("keys-dialog").showModal(),
  palette: () => openPalette([
    { name: say("keys.map"), key: "?", run: deeds.keys },
    ...[...document.querySelectorAll(".bar nav a")].map((link) => ({
      name: link.firstChild.textContent.trim(), run: () => location.assign(link.href),
    })),
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
  heard: refresh,
  state: showState,
});
setInterval(refresh, 60000);
