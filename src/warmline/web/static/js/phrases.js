// The phrase book: safe phrases in the contact's language, chosen by their meaning in the agent's own.
import { openPalette } from "./palette.js";

export async function openPhrases(form, { putIn, failed }) {
  const response = await fetch(`/desk/c/${form.dataset.conversation}/phrases`, { headers: { "X-Warmline": "page" } });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) return failed(answer.error?.message ?? "");
  openPalette(answer.phrases.map(({ own, theirs }) => ({
    name: own === theirs ? theirs : `${own} – ${theirs}`,
    run: () => putIn(theirs),
  })));
}
