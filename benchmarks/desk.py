"""
The desk in a real browser: from a keystroke to the coach's hint, from a message to the queue.

Starts the real server on SQLite and opens the desk in Chromium. Hints: an agent types, and the time
runs from the last key to the changed lines under the reply. Messages: twenty contacts write over
HTTP side by side, and the time runs from the start of the request to the words in the queue.
Writes benchmarks/results/desk.json.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.live import add_agent, start_server

RESULTS = Path(__file__).parent / "results" / "desk.json"
CONVERSATIONS = 20
PATIENCE_MS = 60_000

HINTS = (Path(__file__).parent / "desk_hints.js").read_text(encoding="utf-8")
WATCH = (Path(__file__).parent / "desk_queue.js").read_text(encoding="utf-8")


def quantile(times: list[float], share: float) -> float:
    """The time that so large a share does not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def figures(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and worst, in milliseconds."""
    named = {"p50_ms": quantile(times, 0.5), "p95_ms": quantile(times, 0.95), "max_ms": max(times)}
    return {key: round(value, 1) for key, value in named.items()}


def main() -> None:
    """Measure once, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8766)
    parser.add_argument("--rounds", type=int, default=60, help="keystrokes measured")
    parser.add_argument("--messages", type=int, default=10, help="of each contact")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        password = add_agent(folder)
        server = start_server(folder, given.port)
        try:
            results = measure(f"http://127.0.0.1:{given.port}", password, given)
        finally:
            server.terminate()
            server.wait(10)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2))


def measure(address: str, password: str, given: argparse.Namespace) -> dict[str, Any]:
    """Both figures, in one browser."""
    path = os.environ.get("WARMLINE_CHROMIUM") or shutil.which("chromium")
    headers = {"Authorization": "Bearer benchmark"}
    with (
        httpx.Client(base_url=address, headers=headers, timeout=60) as client,
        sync_playwright() as playwright,
    ):
        wait_for(client)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        sign_in(page, address, password)
        messages = to_the_desk(page, client, given.messages)
        hints = to_the_hint(page, client, address, given.rounds)
        browser.close()
    return {
        "conversations": CONVERSATIONS,
        "keystroke_to_hint": figures(hints) | {"count": len(hints)},
        "message_to_desk": figures(messages) | {"count": len(messages)},
    }


def wait_for(client: httpx.Client) -> None:
    """Until the server answers."""
    while True:
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)


def sign_in(page: Page, address: str, password: str) -> None:
    """Open the desk and be online."""
    page.goto(f"{address}/desk")
    page.locator("#name").fill("bench")
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")
    expect(page.locator("#live")).to_have_attribute("data-state", "live")


def begin(client: httpx.Client) -> str:
    """The id of a new conversation."""
    return str(
        client.post("/api/v1/conversations", json={"inbox": "main"}).json()["conversation"]["id"]
    )


def to_the_desk(page: Page, client: httpx.Client, rounds: int) -> list[float]:
    """Milliseconds for each message: twenty contacts in a second, side by side."""
    page.evaluate(WATCH)
    sent: dict[str, float] = {}

    def post(name: str, id: str) -> None:
        body = {"text": f"{name} and my meter reading", "client_id": name}
        sent[name] = time.time() * 1000
        client.post(f"/api/v1/conversations/{id}/messages", json=body)

    with ThreadPoolExecutor(CONVERSATIONS) as pool:
        for turn in range(rounds):
            # New contacts each time: whoever repeats themselves is soon handed to a person.
            begun = [begin(client) for _ in range(CONVERSATIONS)]
            for place, id in enumerate(begun):
                pool.submit(post, f"n{turn * CONVERSATIONS + place}", id)
                page.wait_for_timeout(1000 / CONVERSATIONS)
    expect(page.locator("#queue .why", has_text=f"n{rounds * CONVERSATIONS - 1} ")).to_be_visible()
    seen = page.evaluate("window.seen")
    return [seen[name] - at for name, at in sent.items() if name in seen]


def to_the_hint(page: Page, client: httpx.Client, address: str, rounds: int) -> list[float]:
    """Milliseconds for each change of a reply."""
    id = begin(client)
    body = {"text": "I want to talk to a person", "client_id": "asks"}
    client.post(f"/api/v1/conversations/{id}/messages", json=body)
    page.goto(f"{address}/desk/c/{id}")
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    page.locator("[data-deed-button=accept]").click()
    expect(page.locator("#reply-words")).to_be_visible()
    return [float(one) for one in page.evaluate(HINTS, rounds)]


if __name__ == "__main__":
    main()
