// Milliseconds from each change of the reply to the hints that follow it.
async (rounds) => {
  const words = document.getElementById("reply-words");
  const hints = document.getElementById("coach-hints");
  const said = ["Please calm down.", "We apologise for any inconvenience.", "You should have called."];
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const changed = new Promise((done) => {
      const watch = new MutationObserver(() => { watch.disconnect(); done(performance.now()); });
      watch.observe(hints, { childList: true, subtree: true, characterData: true });
    });
    words.value = said[round % said.length];
    const begun = performance.now();
    words.dispatchEvent(new Event("input", { bubbles: true }));
    times.push(await changed - begun);
  }
  return times;
}
