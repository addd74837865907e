// Words that have not arrived yet: kept across reload and a lost connection, sent in order, once.
// Each has an id of its own from the start, so that sending it again has no second effect.

export class Outbox {
  constructor(key) {
    this.key = key;
    this.memory = [];
  }

  all() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? [];
    } catch {
      return this.memory; // storage is closed in this frame: words live as long as the page
    }
  }

  add(text) {
    const waiting = { client_id: freshId(), text };
    this.keep([...this.all(), waiting]);
    return waiting;
  }

  remove(clientId) {
    this.keep(this.all().filter((waiting) => waiting.client_id !== clientId));
  }

  keep(all) {
    this.memory = all;
    try {
      localStorage.setItem(this.key, JSON.stringify(all));
    } catch {
      // kept in memory above
    }
  }
}

export function freshId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
}
