// The live line: one stream of events that comes back by itself and says how it stands.

const SILENT_TOO_LONG = 45000; // three beats of the server: then the line is dead, not quiet

export function listen(address, { since, names, heard, state }) {
  let source, watch, seq = since;
  let delay = 1000;

  function open() {
    source = new EventSource(`${address}?since=${seq}`);
    source.onopen = () => { delay = 1000; state("live"); expect(); };
    source.onerror = () => {
      state("lost");
      if (source.readyState === EventSource.CLOSED) again();
    };
    for (const name of names) {
      source.addEventListener(name, (event) => {
        expect();
        if (event.lastEventId) seq = Number(event.lastEventId);
        heard(JSON.parse(event.data));
      });
    }
  }

  // The server's beats are comments, which no script hears; a dead line shows by its age.
  function expect() {
    clearTimeout(watch);
    watch = setTimeout(() => { if (!navigator.onLine) { state("lost"); again(); } else expect(); }, SILENT_TOO_LONG);
  }

  function again() {
    source.close();
    clearTimeout(watch);
    watch = setTimeout(open, delay);
    delay = Math.min(delay * 2, 15000);
  }

  addEventListener("online", () => { source.close(); clearTimeout(watch); delay = 1000; open(); });
  addEventListener("offline", () => state("lost"));
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
}
