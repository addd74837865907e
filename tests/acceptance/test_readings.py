"""Another server may have messages read here: whoever shows the key, and nothing is kept."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from acceptance.people import INTEGRATOR, start_by_api
from warmline.actions.workplace import Workplace

PATH = "/api/v1/readings"
JSON = INTEGRATOR | {"Content-Type": "application/json"}
GAS = "There is a strong smell of gas in my kitchen"


def test_messages_are_read_in_order_without_cues_and_nothing_is_kept(
    client: TestClient, house: Workplace
) -> None:
    """The asker finds the cues itself; here the text is forgotten with the answer."""
    body = {"texts": [GAS, "hello", "\x00 \ud800"], "languages": ["en", None, None]}
    answer = client.post(PATH, content=json.dumps(body), headers=JSON).json()
    assert {"ok", "model", "readings", "vectors"} == set(answer)
    assert [True, False, False] == [
        reading["emergency"]["probability"] > 0.5 for reading in answer["readings"]
    ]
    assert not any("cues" in reading for reading in answer["readings"])
    assert [[], [], []] == answer["vectors"]  # this house reads by cues alone
    with house.store.view() as tx:
        assert 0 == tx.events.last_seq()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"texts": ["a", "b"], "languages": ["en"]}, "languages"),
        ({"texts": []}, "texts"),
        ({"texts": ["a"] * 65}, "texts"),
        ({"texts": [7]}, "texts.0"),
        ({}, "texts"),
    ],
)
def test_a_wrong_request_names_its_field(
    client: TestClient, body: dict[str, Any], field: str
) -> None:
    """None is read in part."""
    response = client.post(PATH, content=json.dumps(body), headers=JSON)
    assert 422 == response.status_code
    assert field == response.json()["error"]["fields"]["field"]


def test_only_the_key_opens_it(client: TestClient) -> None:
    """A contact's own token does not, and neither does another key."""
    token = start_by_api(client).json()["token"]
    for shown in ({}, {"Authorization": f"Bearer {token}"}, {"Authorization": "Bearer other"}):
        response = client.post(PATH, json={"texts": [GAS]}, headers=shown)
        assert 403 == response.status_code
        assert GAS not in response.text
