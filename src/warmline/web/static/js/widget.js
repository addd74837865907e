// One script tag on any page: a button, and the chat in a frame of its own origin.
//   <script src="https://…/widget.js" data-inbox="main" data-language="en" defer></script>
(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const language = script.dataset.language || document.documentElement.lang || navigator.language;
  const isChinese = language.toLowerCase().startsWith("zh");
  const words = isChinese ? { open: "在线客服", close: "收起对话" } : { open: "Chat with us", close: "Close chat" };
  const address = `${origin}/chat/${encodeURIComponent(script.dataset.inbox || "main")}?embedded=1&language=${isChinese ? "zh" : "en"}`;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial }
    button { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; display: flex; align-items: center; gap: 10px;
      min-height: 52px; padding: 0 22px 0 18px; border: 0; border-radius: 26px; cursor: pointer;
      background: #A9481F; color: #FFFFFF; font: 600 16px/1.2 system-ui, "Segoe UI", Roboto, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif }
    button:focus-visible { outline: 3px solid #23211E; outline-offset: 3px }
    button svg { width: 22px; height: 22px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linejoin: round }
    button[aria-expanded="true"] { display: none }
    iframe { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; width: min(400px, calc(100vw - 40px)); height: min(640px, calc(100dvh - 40px));
      border: 1px solid #8C8377; border-radius: 10px; background: #FBF9F6 }
    iframe[hidden] { display: none }
    @media (max-width: 480px) { iframe { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0 } }
    @media (forced-colors: active) { button { border: 2px solid ButtonText } }
  `);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.innerHTML = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 4.5h14V14H9l-4 3v-3H3z"/></svg>';
  button.append(words.open);
  root.append(button);
  let frame = null;

  function open() {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = words.open;
      frame.src = address;
      root.append(frame);
    }
    frame.hidden = false;
    button.setAttribute("aria-expanded", "true");
    frame.focus();
  }

  function close() {
    if (!frame) return;
    frame.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  button.addEventListener("click", open);
  addEventListener("message", (event) => {
    if (event.origin === origin && event.source === frame?.contentWindow && event.data?.warmline === "close") close();
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape" && frame && !frame.hidden) close(); });
  const mount = () => document.body.append(host);
  if (document.body) mount();
  else addEventListener("DOMContentLoaded", mount);
})();
