// Asking the server: JSON in and out, with the form token, and words for what went wrong.
import { say } from "./words.js";

export class Refused extends Error {
  constructor(message, { status, code }) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export async function ask(address, { body, form, signal } = {}) {
  const headers = { "X-Warmline": "page", Accept: "application/json" };
  if (document.body.dataset.csrf) headers["X-CSRF"] = document.body.dataset.csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const sent = form ? new URLSearchParams(form) : body === undefined ? undefined : JSON.stringify(body);
  let response;
  try {
    response = await fetch(address, { method: "POST", headers, body: sent, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(say("conversation.no_connection"), { status: 0, code: "page.no-connection" });
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const error = answer.error ?? { code: "web.unexpected", message: `${response.status}` };
  throw new Refused(error.message, { status: response.status, code: error.code });
}
