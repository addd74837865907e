"""
From a contact's message to the desk: how long, at a steady load, and is anything lost?

Starts the real server on SQLite, opens the desk's live stream as a browser would, posts messages
over HTTP at a fixed rate in many conversations, and measures from the start of each request to the
event that tells of its decision. Writes benchmarks/results/live.json.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
WORDS = (
    "When will the power be back in my street?",
    "I sent my reading twice and nobody corrects the bill",
    "Thanks, that helps",
    "My internet account shows the wrong address",
    "为什么这个月账单这么高",
)


def start_server(folder: str, port: int) -> subprocess.Popen[bytes]:
    """The real server in a process of its own, with an API key and an agent."""
    environment = os.environ | {
        "WARMLINE_FOLDER": folder,
        "WARMLINE_PORT": str(port),
        "WARMLINE_API_KEY": "benchmark",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "warmline", "serve"], env=environment, stderr=subprocess.DEVNULL
    )


def add_agent(folder: str) -> str:
    """Somebody who can sign in; the password that was made."""
    command = ["-m", "warmline", "agent", "add", "bench", "--name", "Bench", "--folder", folder]
    added = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=True,
    )
    return added.stdout.split()[1]


async def is_up(client: httpx.AsyncClient, began: float) -> float:
    """Seconds from the start until the first answer."""
    while True:
        try:
            if (await client.get("/health")).status_code == 200:
                return time.perf_counter() - began
        except httpx.HTTPError:
            await asyncio.sleep(0.02)


async def watch(client: httpx.AsyncClient, seen: dict[str, float], ready: asyncio.Event) -> None:
    """Note when each message's decision arrives on the desk's stream."""
    async with client.stream("GET", "/desk/live", timeout=None) as stream:
        ready.set()
        async for line in stream.aiter_lines():
            if line.startswith("data:") and "decision.made" in line:
                shape = json.loads(line.removeprefix("data:"))
                seen[shape["id"]] = time.perf_counter()


async def sign_in(client: httpx.AsyncClient, name: str, password: str) -> None:
    """Sign in as an agent, by the form that a browser would send."""
    page = await client.get("/sign-in")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    if token is None:
        raise SystemExit("The sign-in page has no form token.")
    form = {"name": name, "password": password, "csrf": token.group(1)}
    answer = await client.post("/sign-in", data=form)
    if answer.status_code != 303:
        raise SystemExit(f"Signing in failed with {answer.status_code}.")


async def load(port: int, rate: int, seconds: int, password: str) -> dict[str, object]:
    """Post at a rate for some seconds and gather the times."""
    headers = {"Authorization": "Bearer benchmark"}
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
    base = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    async with httpx.AsyncClient(
        base_url=base, headers=headers, limits=limits, timeout=30
    ) as client:
        cold_start = await is_up(client, began)
        await sign_in(client, "bench", password)
        conversations = []
        for _ in range(40):
            started = await client.post("/api/v1/conversations", json={"inbox": "main"})
            conversations.append(started.json()["conversation"]["id"])
        seen: dict[str, float] = {}
        ready = asyncio.Event()
        watcher = asyncio.create_task(watch(client, seen, ready))
        await ready.wait()
        sent: dict[str, float] = {}
        answered: list[float] = []

        async def post(number: int) -> None:
            at = time.perf_counter()
            answer = await client.post(
                f"/api/v1/conversations/{conversations[number % 40]}/messages",
                json={"text": WORDS[number % len(WORDS)], "client_id": f"n{number}"},
            )
            answered.append(time.perf_counter() - at)
            sent[answer.json()["message"]["id"]] = at

        tasks = []
        start = time.perf_counter()
        for number in range(rate * seconds):
            await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(post(number)))
        await asyncio.gather(*tasks)
        deadline = time.perf_counter() + 10
        while len(sent.keys() - seen.keys()) and time.perf_counter() < deadline:
            await asyncio.sleep(0.02)
        watcher.cancel()
    pushed = sorted(seen[id] - at for id, at in sent.items() if id in seen)
    return {
        "messages_per_second": rate,
        "messages": rate * seconds,
        "lost": rate * seconds - len(pushed),
        "cold_start_s": round(cold_start, 3),
        "answered_p50_ms": quantile(answered, 0.5),
        "answered_p99_ms": quantile(answered, 0.99),
        "pushed_p50_ms": quantile(pushed, 0.5),
        "pushed_p99_ms": quantile(pushed, 0.99),
        "pushed_mean_ms": round(1000 * statistics.fmean(pushed), 1),
    }


def quantile(values: list[float], share: float) -> float:
    """The value below which this share lies, in milliseconds."""
    ordered = sorted(values)
    return round(1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1)


def main() -> None:
    """Run the load once, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=50, help="messages per second")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--port", type=int, default=8765)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        password = add_agent(folder)
        server = start_server(folder, given.port)
        try:
            results = asyncio.run(load(given.port, given.rate, given.seconds, password))
        finally:
            server.terminate()
            server.wait(10)
    path = ROOT / "benchmarks" / "results" / "live.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
