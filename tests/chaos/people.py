"""A contact and an agent who keep trying, as browsers do, while the server dies and returns."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import httpx

from chaos.server import API_KEY, pause

SECRET_WORD = "Quillfeather"
"""In each message; it must be in no log."""
Record = dict[str, Any]
# On a busy machine a server can be killed many times in a row before it has answered anybody once;
# the patience of people is not what is tried here.
PATIENCE_SECONDS = 600.0


def insist(send: Callable[[], httpx.Response]) -> httpx.Response:
    """Send until the server answers; what it answers, unless it is broken."""
    began = monotonic()
    while monotonic() - began < PATIENCE_SECONDS:
        try:
            answer = send()
        except httpx.TransportError:
            pause(0.05)
            continue
        if answer.status_code != 503:
            assert answer.status_code < 500, f"{answer.request.url.path} {answer.status_code}"
            return answer
        pause(0.05)
    raise AssertionError("the server did not come back in time")


class Client:
    """An integrator's client, who speaks for contacts and may look at everything."""

    def __init__(self, url: str) -> None:
        """Speak to a server."""
        headers = {"Authorization": f"Bearer {API_KEY}"}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=10, trust_env=False)

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def start(self) -> str:
        """Begin a conversation; its id."""
        answer = insist(lambda: self._http.post("/api/v1/conversations", json={"inbox": "main"}))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["conversation"]["id"])

    def write(self, id: str, text: str, client_id: str) -> None:
        """Say something, once, however often it has to be sent."""
        body = {"text": f"{text} {SECRET_WORD}", "client_id": client_id}
        path = f"/api/v1/conversations/{id}/messages"
        answer = insist(lambda: self._http.post(path, json=body))
        assert answer.status_code == 201, answer.text

    def look(self, id: str) -> Record:
        """The conversation with all that belongs to it."""
        answer = insist(lambda: self._http.get(f"/api/v1/conversations/{id}"))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def wait_for(self, id: str, condition: Callable[[Record], bool]) -> Record:
        """Look until something holds."""
        began = monotonic()
        while not condition(record := self.look(id)):
            assert monotonic() - began < PATIENCE_SECONDS, record
            pause(0.1)
        return record


class Agent:
    """An agent at the desk, in a browser that keeps its session over restarts."""

    def __init__(self, url: str, sign_in: str, password: str) -> None:
        """Sign in and come online."""
        self._http = httpx.Client(base_url=url, timeout=10, trust_env=False)
        form = insist(lambda: self._http.get("/sign-in")).text
        fields = {
            "name": sign_in,
            "password": password,
            "csrf": _found(r'name="csrf" value="', form),
        }
        answer = insist(lambda: self._http.post("/sign-in", data=fields))
        assert answer.status_code == 303, answer.status_code
        desk = insist(lambda: self._http.get("/desk")).text
        self._headers = {"x-warmline": "1", "x-csrf": _found(r'data-csrf="', desk)}
        self._post("/desk/availability", data={"availability": "online"})

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def accept(self, id: str) -> httpx.Response:
        """Take the conversation; a refusal may mean that it was taken before the last crash."""
        return self._post(f"/desk/c/{id}/accept")

    def reply(self, id: str, text: str, *, client_id: str, due_at: datetime) -> httpx.Response:
        """Answer with one confirmed promise, once, however often it has to be sent."""
        promise = {"what": "I'll call you back", "due": f"{due_at:%Y-%m-%dT%H:%M}"}
        spoken = f"{text} {SECRET_WORD}"
        body = {
            "text": spoken,
            "client_id": client_id,
            "promises": [{**promise, "start": 0, "end": len(text)}],
        }
        return self._post(f"/desk/c/{id}/reply", json=body)

    def wrap_up(self, id: str) -> httpx.Response:
        """Finish."""
        return self._post(f"/desk/c/{id}/wrap-up", data={"disposition": "solved"})

    def _post(self, path: str, **body: Any) -> httpx.Response:
        return insist(lambda: self._http.post(path, headers=self._headers, **body))


def next_minute() -> datetime:
    """The desk gives due times in minutes: the next one that begins."""
    now = datetime.now(UTC)  # noqa: TID251 - the server under test has the machine's clock
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def is_continued(before: Sequence[Record], after: Sequence[Record]) -> bool:
    """Whether what was seen before is still there, in order, with more behind it at most."""
    return list(after[: len(before)]) == list(before)


def _found(before: str, page: str) -> str:
    match = re.search(before + r'([^"]+)"', page)
    assert match is not None, f"{before} is not on the page"
    return match.group(1)
