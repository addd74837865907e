// One key, one deed; letters work wherever nobody is writing.

export function bind(deeds) {
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return run("palette", event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return void deeds.leave?.(event);
    if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
    const names = { j: "next", k: "previous", a: "accept", y: "yes", n: "no", r: "reply", f: "first", d: "draft", l: "phrases", h: "hints", p: "promise", s: "aside", w: "wrap-up", c: "complaint", b: "brief", o: "override", "/": "search", "?": "keys" };
    const name = names[event.key];
    if (name) run(name, event);
  });

  function run(name, event) {
    if (deeds[name]) {
      event.preventDefault();
      deeds[name]();
    }
  }
}

export function isWriting(node) {
  return node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.nodeName));
}
