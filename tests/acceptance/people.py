"""What people do with the application, in requests."""

import re
from typing import Any

from fastapi.testclient import TestClient

PASSWORD = "a long enough password"
API_KEY = "a long enough key"
INTEGRATOR = {"Authorization": f"Bearer {API_KEY}"}
PAGE = {"X-Warmline": "page"}


def sign_in(browser: TestClient, name: str, password: str = PASSWORD) -> Any:
    """Fill in the form and send it."""
    form = browser.get("/sign-in").text
    fields = {"csrf": form_token(form), "name": name, "password": password, "next": "/desk"}
    return browser.post("/sign-in", data=fields, follow_redirects=False)


def form_token(html: str) -> str:
    """The token that a form of this page carries."""
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found is not None
    return found.group(1)


def desk_token(browser: TestClient) -> dict[str, str]:
    """The header with the form token of the desk."""
    found = re.search(r'data-csrf="([^"]+)"', browser.get("/desk").text)
    assert found is not None
    return {"X-CSRF": found.group(1), **PAGE}


def begin(browser: TestClient, inbox: str = "main") -> None:
    """Begin a conversation as a contact."""
    assert browser.post(f"/chat/{inbox}/start", json={}, headers=PAGE).status_code == 201


def write(browser: TestClient, text: str, *, client_id: str, inbox: str = "main") -> Any:
    """Write as a contact."""
    body = {"text": text, "client_id": client_id}
    return browser.post(f"/chat/{inbox}/messages", json=body, headers=PAGE)


def start_by_api(client: TestClient, **body: object) -> Any:
    """Begin a conversation as an integrator."""
    return client.post("/api/v1/conversations", json={"inbox": "main", **body}, headers=INTEGRATOR)
