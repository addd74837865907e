"""
From a key to the coach's answer at the desk, in a real browser.

Starts the real server with the shipped reader, signs an agent in, and changes one figure of a
promised time at a time: what is measured is the time from the key to the moment when the desk shows
that time as the next step. The pause that the desk waits for is in it. Writes
benchmarks/results/coach.json.
"""

import argparse
import json
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from live import ROOT, add_agent, quantile, start_server
from playwright.sync_api import Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
ASKED = (
    "I have been without power since this morning and nobody calls me back.",
    "I wrote twice. When will it be on again?",
    "I want to talk to a person, please.",
)
WRITTEN = (
    "I'm sorry that you have been without power since this morning. The crew has found the fault "
    "in your street and is at work. I'll stay with it and write to you tomorrow at 17:0"
)
WATCH = """() => {
  window.pressed = 0;
  window.shown = [];
  document.getElementById("reply-words").addEventListener("keydown", () => {
    window.pressed = performance.now();
  }, true);
  new MutationObserver(() => {
    const step = document.getElementById("coach-step").textContent;
    window.shown.push([step, performance.now() - window.pressed]);
  }).observe(document.getElementById("coach-step"), { childList: true, characterData: true, subtree: true });
}"""  # noqa: E501 - one statement of a script
WAIT = """figure => window.shown.length &&
  window.shown.at(-1)[0].endsWith("17:0" + figure) && window.shown.at(-1)[1]"""


def waiting_conversation(base: str) -> str:
    """A conversation in which a person is asked for; its id."""
    headers = {"Authorization": "Bearer benchmark"}
    with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
        while True:
            try:
                if client.get("/health").status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.05)
        started = client.post("/api/v1/conversations", json={"inbox": "main"}).json()
        id: str = started["conversation"]["id"]
        for number, text in enumerate(ASKED):
            body = {"text": text, "client_id": f"n{number}"}
            client.post(f"/api/v1/conversations/{id}/messages", json=body).raise_for_status()
    return id


def open_reply(page: Page, base: str, id: str, password: str) -> None:
    """Sign in and accept."""
    page.goto(f"{base}/desk/c/{id}")
    page.locator("#name").fill("bench")
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")
    page.goto(f"{base}/desk/c/{id}")
    page.get_by_role("button", name="Accept").click()
    page.locator("#reply-words").wait_for()


def measure(page: Page, keys: int) -> list[float]:
    """Milliseconds from each key to its answer."""
    page.evaluate(WATCH)
    words = page.locator("#reply-words")
    words.fill(f"{WRITTEN}9")
    page.wait_for_function(WAIT, arg="9")
    waited: list[Any] = []
    for number in range(keys):
        words.press("Backspace")
        page.wait_for_timeout(150)
        figure = str(number % 9)
        words.press(figure)
        waited.append(page.wait_for_function(WAIT, arg=figure).json_value())
    return [float(one) for one in waited]


def main() -> None:
    """Measure once, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--port", type=int, default=8766)
    given = parser.parse_args()
    base = f"http://127.0.0.1:{given.port}"
    path = os.environ.get("WARMLINE_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder:
        password = add_agent(folder)
        server = start_server(folder, given.port)
        try:
            id = waiting_conversation(base)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
                page = browser.new_page(locale="en-GB", viewport={"width": 1440, "height": 900})
                page.set_default_timeout(60_000)
                open_reply(page, base, id, password)
                waited = [one / 1000 for one in measure(page, given.keys)]
                browser.close()
        finally:
            server.terminate()
            server.wait(20)
    results = {
        "keys": given.keys,
        "pause_ms": 120,
        "key_to_hint_p50_ms": quantile(waited, 0.5),
        "key_to_hint_p95_ms": quantile(waited, 0.95),
        "key_to_hint_max_ms": quantile(waited, 1.0),
        "load_average_1min": round(os.getloadavg()[0], 1),
    }
    out = Path(ROOT) / "benchmarks" / "results" / "coach.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
