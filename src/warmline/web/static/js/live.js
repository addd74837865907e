// The live line: one stream of events that comes back by itself and says how it stands.

const SILENT_TOO_LONG = 45000; // three beats of the server: then the line is dead, not quiet
const WORTH_SAYING = 3000; // a line that is back sooner was not lost for anybody

export function listen(address, { since, names, heard, state }) {
  let source, watch, late, seq = since;
  let delay = 1000;

  function open() {
    source = new EventSource(`${address}?since=${seq}`);
    source.onopen = () => { delay = 1000; stands(); expect(); };
    source.onerror = () => {
      late ??= setTimeout(() => state("lost"), WORTH_SAYING);
      if (source.readyState === EventSource.CLOSED) again();
    };
    source.addEventListener("beat", expect);
    for (const name of names) {
      source.addEventListener(name, (event) => {
        expect();
        if (event.lastEventId) seq = Number(event.lastEventId);
        heard(JSON.parse(event.data));
      });
    }
  }

  function stands() {
    clearTimeout(late);
    late = undefined;
    state("live");
  }

  function expect() {
    clearTimeout(watch);
    watch = setTimeout(again, SILENT_TOO_LONG);
  }

  function again() {
    source.close();
    clearTimeout(watch);
    watch = setTimeout(open, delay);
    delay = Math.min(delay * 2, 15000);
  }

  function atOnce() {
    source.close();
    clearTimeout(watch);
    delay = 1000;
    open();
  }

  addEventListener("online", atOnce);
  addEventListener("offline", () => state("lost"));
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) atOnce(); });
  open();
}
