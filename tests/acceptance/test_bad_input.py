"""Bad input gives a clear error in one shape, and changes nothing."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from acceptance.people import INTEGRATOR, PAGE, begin, desk_token, sign_in, start_by_api
from warmline.actions.workplace import Workplace

SECRET_WORDS = "my neighbour Zanzibar is ill"


def assert_refused(response, status: int, code: str) -> dict:  # type: ignore[no-untyped-def, type-arg]
    """The one shape of an error; the text that was sent is not in it."""
    body = response.json()
    assert (response.status_code, body["ok"], body["error"]["code"]) == (status, False, code)
    assert set(body) == {"ok", "error"}
    assert set(body["error"]) == {"code", "message", "fields"}
    assert "Zanzibar" not in response.text
    return body["error"]  # type: ignore[no-any-return]


def events(house: Workplace) -> int:
    """How much has happened."""
    with house.store.view() as tx:
        return tx.events.last_seq()


def test_malformed_json_names_its_place(client: TestClient, house: Workplace) -> None:
    """A body that breaks off is answered with the character where it breaks."""
    before = events(house)
    response = client.post(
        "/api/v1/conversations",
        content=b'{"inbox": "main", ',
        headers=INTEGRATOR | {"Content-Type": "application/json"},
    )
    error = assert_refused(response, 422, "input.malformed")
    assert "character" in error["message"]
    assert events(house) == before


@pytest.mark.parametrize("declared", [True, False])
def test_a_message_of_a_megabyte_is_refused(
    client: TestClient, house: Workplace, declared: bool
) -> None:
    """Whether its size is declared or found out on the way."""
    id = start_by_api(client).json()["conversation"]["id"]
    before = events(house)
    body = b'{"text": "' + b"Zanzibar " * 120_000 + b'"}'
    content = body if declared else iter([body[:50_000], body[50_000:]])
    response = client.post(
        f"/api/v1/conversations/{id}/messages",
        content=content,
        headers=INTEGRATOR | {"Content-Type": "application/json"},
    )
    error = assert_refused(response, 422, "web.body-too-large")
    assert error["fields"]["limit"] == 65_536
    assert events(house) == before


def test_a_message_over_the_limit_is_refused_with_the_limit(client: TestClient) -> None:
    """Too long for a message, though not for a request."""
    id = start_by_api(client).json()["conversation"]["id"]
    response = client.post(
        f"/api/v1/conversations/{id}/messages", json={"text": "Z" * 8001}, headers=INTEGRATOR
    )
    error = assert_refused(response, 422, "input.text-too-long")
    assert error["fields"] == {"field": "text", "length": 8001, "limit": 8000}


@pytest.mark.parametrize("id", ["nothing", "../etc", "a" * 300, "%00", "💥"])
def test_an_unknown_conversation_is_not_found(client: TestClient, id: str) -> None:
    """For readers and writers, whatever the id looks like."""
    for response in (
        client.get(f"/api/v1/conversations/{id}", headers=INTEGRATOR),
        client.post(
            f"/api/v1/conversations/{id}/messages", json={"text": "hi"}, headers=INTEGRATOR
        ),
    ):
        assert response.status_code == 404
        assert response.json()["ok"] is False


def test_a_wrong_field_is_named_but_not_quoted(client: TestClient) -> None:
    """The error says which field and what is expected, never what was written."""
    response = client.post(
        "/api/v1/conversations", json={"inbox": {"Zanzibar": 1}}, headers=INTEGRATOR
    )
    error = assert_refused(response, 422, "input.field-invalid")
    assert error["fields"]["field"] == "inbox"
    response = client.post(
        "/api/v1/conversations", json={"inbox": "main", "Zanzibar": 1}, headers=INTEGRATOR
    )
    assert response.status_code == 422


@pytest.mark.parametrize("text", ["", "   \n ", "nul \x00 inside", "half \ud83d of a pair"])
def test_text_that_is_none_is_refused(client: TestClient, house: Workplace, text: str) -> None:
    """Empty, blank, or not storable in every database."""
    id = start_by_api(client).json()["conversation"]["id"]
    before = events(house)
    escaped = text.encode("ascii", "backslashreplace").decode().replace("\x00", "\\u0000")
    response = client.post(
        f"/api/v1/conversations/{id}/messages",
        content=f'{{"text": "{escaped.replace(chr(10), " ")}"}}',
        headers=INTEGRATOR | {"Content-Type": "application/json"},
    )
    assert_refused(response, 422, "input.field-invalid")
    assert events(house) == before


def test_a_forged_session_opens_nothing(client: TestClient, house: Workplace) -> None:
    """A made-up cookie is as good as none: no page, no part, no live line, no deed."""
    client.cookies.set("warmline_session", "forged")
    before = events(house)
    page = client.get("/desk", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?next=/desk")
    for path in ("/desk/parts", "/desk/live", "/promises", "/desk/c/any"):
        assert_refused(client.get(path), 403, "web.session-missing")
    response = client.post("/desk/c/any/accept", headers=PAGE | {"X-CSRF": "forged"})
    assert response.status_code == 403
    assert events(house) == before


def test_a_wrong_form_token_changes_nothing(
    agent: Callable[[str], TestClient], client: TestClient, house: Workplace
) -> None:
    """Missing, made up, or of another session: refused alike."""
    begin(client)
    client.post("/chat/main/person", headers=PAGE)
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
    ana, li = agent("ana"), agent("li")
    before = events(house)
    for token in ("", "made-up", desk_token(li)["X-CSRF"]):
        response = ana.post(f"/desk/c/{conversation.id}/accept", headers={"X-CSRF": token})
        assert_refused(response, 403, "web.token-wrong")
    assert events(house) == before
    accepted = ana.post(f"/desk/c/{conversation.id}/accept", headers=desk_token(ana))
    assert accepted.status_code == 200


def test_a_contact_page_of_another_site_cannot_write(client: TestClient, house: Workplace) -> None:
    """Without the header that only our own page sends, nothing is taken."""
    begin(client)
    before = events(house)
    body = {"text": SECRET_WORDS, "client_id": "client-0001"}
    response = client.post("/chat/main/messages", json=body)
    assert_refused(response, 403, "web.token-wrong")
    foreign = PAGE | {"Sec-Fetch-Site": "cross-site"}
    response = client.post("/chat/main/messages", json=body, headers=foreign)
    assert_refused(response, 403, "web.token-wrong")
    assert events(house) == before


def test_a_wrong_password_says_no_more_than_a_wrong_name(client: TestClient) -> None:
    """The same words, the same status."""
    pages = [sign_in(client, name, "wrong") for name in ("ana", "nobody")]
    assert [page.status_code for page in pages] == [403, 403]
    told = [page.text.replace('value="ana"', 'value="nobody"') for page in pages]
    assert told[0] == told[1]


def test_too_many_tries_have_to_wait(client: TestClient) -> None:
    """After ten wrong passwords even the right one waits."""
    for _ in range(10):
        sign_in(client, "ana", "wrong")
    assert sign_in(client, "ana").status_code == 429


def test_a_path_that_is_not_there_is_a_plain_page_or_json(client: TestClient) -> None:
    """A person gets a page, a program the one shape."""
    assert_refused(client.get("/nowhere"), 404, "web.route-missing")
    page = client.get("/nowhere", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "<h1>" in page.text
    assert_refused(client.delete("/api/v1/conversations"), 405, "web.route-missing")


def test_what_nobody_foresaw_has_the_one_shape(
    app: FastAPI, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """A crash says nothing of its cause to readers; the log has the place, not the words."""

    def crash() -> None:
        raise RuntimeError(SECRET_WORDS)

    app.add_api_route("/crash", crash)
    response = client.get("/crash")
    error = assert_refused(response, 500, "web.unexpected")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert error["fields"]["reference"] in caplog.text
    assert "test_bad_input.py" in caplog.text
    assert "Zanzibar" not in caplog.text
