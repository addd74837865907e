// What is proposed to be remembered: one key for yes, one for no; a need is asked about first.
import { ask, Refused } from "./ask.js";
import { trouble } from "./frame.js";
import { putIn } from "./reply.js";
import { say } from "./words.js";

const first = () => document.querySelector("#memory [data-proposal]");

export function mountMemory(after) {
  document.addEventListener("click", (event) => {
    const id = event.target.closest("[data-memory-ask]")?.dataset.memoryAsk;
    if (id) question(id, after);
  });
}

// Yes to the first: a need that was not asked about puts the question into the reply.
export function remember() {
  const proposal = first();
  const button = proposal?.querySelector("[data-memory-ask], [data-memory=keep] button");
  button?.click();
  return Boolean(button);
}

export function forget() {
  first()?.querySelector("[data-memory=decline] button")?.click();
}

async function question(id, after) {
  const conversation = location.pathname.match(/^\/desk\/c\/([^/]+)/)?.[1];
  try {
    const { question: words } = await ask(`/desk/c/${conversation}/memory/${id}/ask`, { body: {} });
    putIn(words);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    trouble(say("conversation.failed", { reason: error.message }));
  }
  await after();
}
