// Fetch the columns as they stand now and put them in place, one fetch at a time.
import { morph } from "./morph.js";
import { tick } from "./times.js";

let running = null;
let wanted = null;

export function refresh({ open, only = "" }) {
  wanted = wanted && !(wanted.only === "queue" && only !== "queue") ? { ...wanted, open } : { open, only };
  running ??= (async () => {
    while (wanted) {
      const now = wanted;
      wanted = null;
      await fetchParts(now).catch(() => {});
    }
    running = null;
  })();
  return running;
}

async function fetchParts({ open, only }) {
  const query = new URLSearchParams({ ...(open ? { open } : {}), only });
  const response = await fetch(`/desk/parts?${query}`, { headers: { "X-Warmline": "page" } });
  if (response.status === 403) return dispatchEvent(new Event("warmline:signed-out"));
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of page.querySelectorAll("template[data-part]")) place(part.dataset.part, part.innerHTML);
  tick();
  dispatchEvent(new Event("warmline:shown"));
}

function place(name, html) {
  if (name === "bar") {
    const bar = new DOMParser().parseFromString(html, "text/html");
    for (const id of ["late-count", "complaint-count", "forgotten-count"]) morph(document.getElementById(id), bar.getElementById(id).innerHTML);
    return;
  }
  const column = document.getElementById(name);
  const log = name === "conversation" ? document.getElementById("log") : null;
  const isAtEnd = log && log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const known = log ? new Set([...log.children].map((turn) => turn.id)) : null;
  const before = log?.dataset.conversation;
  morph(column, html);
  const after = document.getElementById("log");
  if (name !== "conversation" || !after) return;
  if (!log || before !== after.dataset.conversation) return void (after.scrollTop = after.scrollHeight);
  for (const turn of after.children) if (!known.has(turn.id)) turn.classList.add("arrives");
  if (isAtEnd) after.scrollTop = after.scrollHeight;
}
