"""Who speaks, told by API: begin with a person, ask for one, take the word, give it back."""

from typing import Any

from fastapi.testclient import TestClient

from acceptance.people import INTEGRATOR, start_by_api

ROUTINE = {"text": "How do I report a power cut?"}
PHONED = {"author": "agent", "agent": "ana", "text": "Ana here, from my phone.", "client_id": "p1"}


def begun(client: TestClient, **body: object) -> tuple[str, dict[str, str]]:
    """A conversation: where it is, and what its contact shows."""
    told = start_by_api(client, **body).json()
    path = f"/api/v1/conversations/{told['conversation']['id']}"
    return path, {"Authorization": f"Bearer {told['token']}"}


def post(client: TestClient, path: str, **body: object) -> Any:
    """Tell something as an integrator."""
    return client.post(path, json=body, headers=INTEGRATOR)


def test_a_conversation_may_begin_with_a_person(client: TestClient) -> None:
    """https://github.com/chatwoot/chatwoot/issues/11681: the customer chooses at the start."""
    told = start_by_api(client, begin_with="person").json()["conversation"]
    assert ("agent", "open") == (told["speaker"], told["status"])
    assert 422 == start_by_api(client, begin_with="robot").status_code


def test_a_contact_asks_for_a_person_and_an_integrator_says_whom(client: TestClient) -> None:
    """https://github.com/chatwoot/chatwoot/issues/4977: which person, and not by the contact."""
    path, own = begun(client)
    assert 403 == client.post(f"{path}/handoff", json={"agent": "li"}, headers=own).status_code
    asked = client.post(f"{path}/handoff", json={}, headers=own).json()
    assert ("agent", None) == (asked["conversation"]["speaker"], asked["handoffs"])
    path, _ = begun(client)
    (handoff,) = post(client, f"{path}/handoff", agent="li", skills=["power"]).json()["handoffs"]
    assert ("li", "offered") == (handoff["agent_id"], handoff["state"])
    assert 404 == post(client, f"{path}/handoff", agent="nobody").status_code


def test_the_assistant_is_paused_and_resumed_by_calls(client: TestClient) -> None:
    """https://github.com/baptisteArno/typebot.io/issues/2136: an API to pause and to resume."""
    path, own = begun(client)
    assert 403 == client.post(f"{path}/take-over", json={"agent": "ana"}, headers=own).status_code
    taken = post(client, f"{path}/take-over", agent="ana").json()
    assert ("agent", "ana") == (taken["conversation"]["speaker"], taken["conversation"]["assignee"])
    assert [] == post(client, f"{path}/messages", **ROUTINE).json()["replies"]
    assert 409 == post(client, f"{path}/take-over", agent="li").status_code
    assert 403 == client.post(f"{path}/give-back", headers=own).status_code
    given = post(client, f"{path}/give-back").json()["conversation"]
    assert ("assistant", None) == (given["speaker"], given["assignee"])
    spoken = post(client, f"{path}/messages", **ROUTINE).json()["replies"]
    assert {"assistant"} == {one["author"] for one in spoken}
    assert 409 == post(client, f"{path}/give-back").status_code


def test_what_an_agent_wrote_elsewhere_silences_the_assistant(client: TestClient) -> None:
    """https://github.com/evolution-foundation/evo-crm-community/issues/82: from the phone app."""
    path, own = begun(client)
    assert 403 == client.post(f"{path}/messages", json=PHONED, headers=own).status_code
    first, again = (post(client, f"{path}/messages", **PHONED) for _ in range(2))
    assert (201, first.json()) == (again.status_code, again.json())
    assert [] == post(client, f"{path}/messages", **ROUTINE).json()["replies"]
    said = client.get(path, headers=own).json()["messages"]
    assert ["assistant", "system", "agent", "contact"] == [one["author"] for one in said]
    nameless = {"author": "agent", "text": "Who am I?"}
    assert 422 == post(client, f"{path}/messages", **nameless).status_code
    timed = PHONED | {"sent_at": "2026-03-02T11:00:00Z", "client_id": "p2"}
    assert 422 == post(client, f"{path}/messages", **timed).status_code
