// The words of the page, in its language; written by the server, filled in here.
const table = JSON.parse(document.getElementById("words")?.textContent ?? "{}");

export function say(key, fields = {}) {
  return (table[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(fields[name] ?? whole));
}
