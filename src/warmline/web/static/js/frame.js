// What the desk's pages share: forms without a reload, the live state, words of trouble, dialogs.
import { ask, Refused } from "./ask.js";
import { say } from "./words.js";

export function showState(state) {
  const line = document.getElementById("live");
  if (line.dataset.state === state) return;
  line.dataset.state = state;
  line.querySelector(".text").textContent = say(`live.${state}`);
}

// Said once, for eyes and screen readers; the desk itself keeps showing it where it belongs.
export function tell(text) {
  trouble(text).classList.add("is-told");
}

export function trouble(text) {
  const box = document.getElementById("trouble");
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = text;
  box.replaceChildren(line);
  setTimeout(() => line.remove(), 8000);
  return line;
}

export async function submit(form, after) {
  const button = form.querySelector("button:not([type=button])");
  if (button?.disabled) return;
  if (button) button.disabled = true;
  try {
    await ask(form.getAttribute("action"), { form: new FormData(form) });
    form.closest("dialog")?.close();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === "web.session-missing") showState("signed_out");
    form.closest("dialog")?.close();
    trouble(say("conversation.failed", { reason: error.message }));
  } finally {
    if (button) button.disabled = false;
  }
  await after();
}

export function mountFrame(after) {
  // Where the bar is narrow its places scroll; the one that is open stands in sight.
  document.querySelector(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  addEventListener("warmline:signed-out", () => showState("signed_out"));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const isOurs = /^\/(desk|promises|complaints)\//.test(form.getAttribute("action") ?? "") && form.id !== "reply";
    if (form.getAttribute("role") === "search") event.preventDefault();
    if (!isOurs || event.defaultPrevented) return;
    event.preventDefault();
    submit(form, after);
  });
  document.getElementById("availability")?.addEventListener("change", (event) => {
    submit(event.target.form, after);
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (event.target.closest("[data-deed=close]")) event.target.closest("dialog").close();
    if (event.target instanceof HTMLDialogElement) event.target.close();
  });
}
