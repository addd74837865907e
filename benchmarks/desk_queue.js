// Notes in window.seen when a message that begins with n and a number stands in the queue.
() => {
  window.seen = {};
  const look = () => {
    for (const why of document.querySelectorAll("#queue .row .why")) {
      const found = why.textContent.trim().match(/^n\d+/)?.[0];
      if (found && !(found in window.seen)) window.seen[found] = Date.now();
    }
  };
  const queue = document.getElementById("queue");
  new MutationObserver(look).observe(queue, { childList: true, subtree: true, characterData: true });
}
