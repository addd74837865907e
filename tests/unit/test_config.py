"""Settings that contradict each other are refused before anything starts."""

from pathlib import Path

import pytest

from warmline.config import load_settings
from warmline.errors import SettingsInvalid

URL = "https://reader.example.org/api/v1/readings"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (f'reader_url = "{URL}"\nreader_path = "mine"', "'reader_url' is set together with"),
        ('reader_url = "reader.example.org"', "'reader_url' is no address"),
        ('reader_url = "file:///etc/passwd"', "'reader_url' is no address"),
        ('reader_url = "http://"', "'reader_url' is no address"),
        ('reader_url = "https://me:secret@reader.example.org"', "'reader_url' holds a name"),
        (f'reader_url = "{URL}?key=secret"', "'reader_url' holds a name, a password or a query"),
        (f'reader_url = "{URL}"\nreader_token = "secret\\nX: 1"', "'reader_token' holds a char"),
        (f'reader_url = "{URL}"\nreader_token = "sécret"', "'reader_token' holds a char"),
        ("reader_timeout_seconds = 0", "'reader_timeout_seconds' does not fit"),
        ('llm_url = "127.0.0.1:8080"', "'llm_url' is no address"),
        ('llm_url = "http://me:secret@127.0.0.1/v1"', "'llm_url' holds a name"),
        ('llm_url = "http://a.example/v1"\nllm_token = "sécret"', "'llm_token' holds a char"),
        ('translate_url = "http://a.example?key=secret"', "'translate_url' holds a name"),
        ('translate_kind = "magic"', "'translate_kind' does not fit"),
        ("llm_timeout_seconds = 0", "'llm_timeout_seconds' does not fit"),
        ('webhook_urls = ["https://a.example"]', "'webhook_secret' is missing"),
        (
            'webhook_urls = ["https://me:secret@a.example"]\nwebhook_secret = "long"',
            "'webhook_urls' holds what is no address",
        ),
        (
            'webhook_urls = ["file:///x"]\nwebhook_secret = "long"',
            "'webhook_urls' holds what is no",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_its_name_and_without_secrets(
    tmp_path: Path, written: str, told: str
) -> None:
    """The sentence says what to do; an address or a key in it could end up in a log."""
    path = tmp_path / "warmline.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=told) as caught:
        load_settings(path)
    assert "secret@" not in str(caught.value)
    assert "key=secret" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_remote_reader_is_named_by_its_address_alone(tmp_path: Path) -> None:
    """The token is hidden wherever settings are shown."""
    path = tmp_path / "warmline.toml"
    path.write_text(f'reader_url = "{URL}"\nreader_token = "hush-hush"', encoding="utf-8")
    settings = load_settings(path)
    assert URL == settings.reader_url
    assert "hush-hush" not in repr(settings)
