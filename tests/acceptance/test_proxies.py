"""Who asks, behind a proxy: believed from the proxies that are named, and from nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from acceptance.people import PAGE
from warmline.cli.serve import server_config
from warmline.complaints.key import make_key
from warmline.config import Settings

TRIES = 45


def sign_in(browser: TestClient, number: int, headers: dict[str, str]) -> int:
    """Try a name that nobody has."""
    form = browser.get("/sign-in", headers=headers).text
    csrf = form.partition('name="csrf" value="')[2].partition('"')[0]
    fields = {"csrf": csrf, "name": f"nobody-{number}", "password": "x"}
    return browser.post("/sign-in", data=fields, headers=headers).status_code


def key(browser: TestClient, number: int, headers: dict[str, str]) -> int:
    """Try a key."""
    guess = make_key(f"guess-{number}")
    return browser.post("/complaint", data={"key": guess}, headers=headers).status_code


def link(browser: TestClient, number: int, headers: dict[str, str]) -> int:
    """Try a memory link."""
    return browser.get(f"/memory/guess{'a' * number}", headers=headers).status_code


def start(browser: TestClient, number: int, headers: dict[str, str]) -> int:
    """Begin a chat."""
    del number
    browser.cookies.clear()
    return browser.post("/chat/main/start", json={}, headers=PAGE | headers).status_code


def statuses(
    app: FastAPI, deed: Callable[..., int], *, peer: str, said: str, **settings: Any
) -> set[int]:
    """What many tries are answered with, by the way the server runs."""
    config = server_config(app, Settings(**settings))
    config.load()
    browser = TestClient(config.loaded_app, client=(peer, 1))
    return {
        deed(browser, number, {"X-Forwarded-For": said.format(number)}) for number in range(TRIES)
    }


@pytest.mark.parametrize("deed", [sign_in, key, link, start])
def test_a_limit_cannot_be_talked_around(app: FastAPI, deed: Callable[..., int]) -> None:
    """Whoever is no proxy may say what it likes: it counts as itself."""
    assert 429 in statuses(app, deed, peer="203.0.113.9", said="198.51.100.{}")


@pytest.mark.parametrize("deed", [key, link, start])
def test_behind_a_proxy_everybody_counts_alone(app: FastAPI, deed: Callable[..., int]) -> None:
    """One busy contact does not shut the others out."""
    assert 429 not in statuses(app, deed, peer="127.0.0.1", said="198.51.100.{}")
    named = {"peer": "10.0.0.7", "trusted_proxies": ("10.0.0.0/24",)}
    assert 429 not in statuses(app, deed, said="203.0.113.{}", **named)
    assert 429 in statuses(app, deed, said="192.0.2.1", **named)


def test_what_a_contact_adds_to_the_proxy_s_word_counts_for_nothing(app: FastAPI) -> None:
    """A proxy that appends puts the true address last."""
    said = "198.51.100.{}, 203.0.113.5"
    assert 429 in statuses(app, key, peer="127.0.0.1", said=said)


def test_an_ipv6_customer_counts_once(app: FastAPI) -> None:
    """All addresses of one network of 64 bits are one source."""
    assert 429 in statuses(app, key, peer="127.0.0.1", said="2001:db8:1:2::{}")
    assert 429 not in statuses(app, key, peer="127.0.0.1", said="2001:db8:9:{}::7")
