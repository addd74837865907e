"""
Settings: defaults < warmline.toml < WARMLINE_* < command line, read once in bootstrap.

A key that is not known is an error which names the nearest known one. Thresholds do not live here
but in the policy file; the firm's hours, inboxes and languages live in the house file.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import Field, HttpUrl, SecretStr, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from warmline.errors import SettingsInvalid

PREFIX = "WARMLINE_"
FILE_NAME = "warmline.toml"
NOT_SETTINGS = frozenset({"WARMLINE_CHROMIUM"})
"""Names with our prefix that only the browser tests read."""
_ADDRESS: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


class Settings(BaseSettings):
    """Everything that one installation may set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    folder: Path = Field(Path("var"), description="Where the embedded database lives.")
    database_url: str | None = Field(
        None, description="SQLAlchemy URL; none means SQLite in `folder`."
    )
    jobs_database_url: str | None = Field(
        None, description="Where durable work keeps its own tables; none means beside the database."
    )
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="The port; 0 takes a free one.")
    server_id: str = Field(
        "warmline",
        min_length=1,
        max_length=64,
        description="This server's name among several on one database; the same after a restart.",
    )
    reader_path: Path | None = Field(
        None, description="Folder of the reader's artefact; none means the one in the package."
    )
    reader_threads: int = Field(0, ge=0, le=64, description="Threads of the model; 0 chooses.")
    reader_url: str | None = Field(
        None,
        description="Where a remote reader takes messages; none means the model on this machine.",
    )
    reader_token: SecretStr | None = Field(
        None, description="Bearer key that the remote reader asks for."
    )
    reader_timeout_seconds: int = Field(
        5,
        ge=1,
        le=60,
        description="The longest wait for a remote reader; then messages are read by cues alone.",
    )
    llm_url: str | None = Field(
        None,
        description="Where an OpenAI-compatible language model answers, up to and with `/v1`; "
        "none means that everything is worded without one.",
    )
    llm_model: str = Field(
        "default", min_length=1, max_length=200, description="The model's name on its server."
    )
    llm_token: SecretStr | None = Field(
        None, description="Bearer key that the language model asks for."
    )
    llm_timeout_seconds: int = Field(
        20, ge=1, le=120, description="The longest wait for the language model."
    )
    llm_answers: bool = Field(
        False,
        description="Whether the language model may also word the assistant's answers to calm "
        "questions; each waits for it then.",
    )
    translate_url: str | None = Field(
        None,
        description="Where a translator answers; none means matching by language and phrases.",
    )
    translate_kind: str = Field(
        "libretranslate",
        pattern="^(libretranslate|openai)$",
        description="How the translator is asked: `libretranslate`, or `openai` for a language "
        "model.",
    )
    translate_model: str = Field(
        "default",
        min_length=1,
        max_length=200,
        description="The model's name, when `translate_kind` is `openai`.",
    )
    translate_token: SecretStr | None = Field(None, description="Key that the translator asks for.")
    translate_timeout_seconds: int = Field(
        10, ge=1, le=120, description="The longest wait for one translation."
    )
    policy_path: Path | None = Field(
        None, description="The policy file; none means the one in the package."
    )
    house_path: Path | None = Field(
        None, description="The house file: hours, inboxes, languages; none means open all hours."
    )
    articles_path: Path | None = Field(
        None, description="Folder of Markdown articles for the assistant; none means no answers."
    )
    api_key: SecretStr | None = Field(
        None, description="Bearer key of the JSON API; none closes the API to integrators."
    )
    webhook_urls: tuple[str, ...] = Field(
        (), description="Addresses that get `conversation.*` and `handoff.*` events."
    )
    webhook_secret: SecretStr | None = Field(
        None, description="Signs outgoing webhooks; needed when `webhook_urls` is set."
    )
    widget_origins: tuple[str, ...] = Field(
        (), description="Origins that may embed the widget; empty means this server only."
    )
    remind_before: timedelta = Field(
        timedelta(minutes=30), description="How long before its time a promise reminds its owner."
    )
    secret: SecretStr | None = Field(
        None,
        description="Signs contacts' and forms' tokens; none keeps a made one in `folder`.",
    )
    session_hours: int = Field(12, ge=1, le=168, description="How long a sign-in lasts, in hours.")
    secure_cookies: bool = Field(
        False, description="Send cookies over HTTPS only; set it when a proxy serves HTTPS."
    )
    trusted_proxies: tuple[str, ...] = Field(
        ("127.0.0.1", "::1"),
        description="Addresses or networks of proxies that are believed when they say who asks; "
        "limits count by that.",
    )
    message_limit: int = Field(
        8000, ge=100, le=100_000, description="The longest message that is taken, in characters."
    )
    body_limit: int = Field(
        65_536, ge=1024, description="The largest request that is taken, in bytes."
    )

    @property
    def store_url(self) -> str:
        """The database that holds, as a SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{(self.folder / 'warmline.db').absolute()}"

    @property
    def jobs_url(self) -> str:
        """The database of durable work, as a URL."""
        if self.jobs_database_url is not None:
            return self.jobs_database_url
        if self.database_url is not None and not self.database_url.startswith("sqlite"):
            return self.database_url
        return f"sqlite:///{(self.folder / 'jobs.db').absolute()}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line first, then the environment; the file comes in below, by `load_settings`."""
        del settings_cls, dotenv_settings, file_secret_settings
        return init_settings, env_settings


def load_settings(path: Path | None = None, **chosen: object) -> Settings:
    """
    Read the settings once.

    Args:
        path: the file to read; none means `warmline.toml` here, if there is one.
        chosen: what the command line says; None means that it says nothing.

    Raises:
        SettingsInvalid: a key is not known, or a value does not fit.
    """
    source = path or Path(FILE_NAME)
    written: Mapping[str, object] = {}
    if path is not None or source.exists():
        written = _read_file(source)
    _refuse_unknown(written, str(source))
    in_environment = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in os.environ.items()
        if name.startswith(PREFIX) and name not in NOT_SETTINGS
    }
    _refuse_unknown(in_environment, "the environment")
    said = {key: value for key, value in chosen.items() if value is not None}
    below = {key: value for key, value in written.items() if key not in in_environment}
    try:
        settings = Settings(**_any(below | said))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SettingsInvalid(
            field=".".join(map(str, first["loc"])),
            problem=f"does not fit: {first['msg'].lower()}",
            remedy="See docs/reference/settings.md for what it takes.",
        ) from error
    _refuse_contradictions(settings)
    return settings


def _refuse_contradictions(settings: Settings) -> None:
    """Refuse what each fits by itself, but not together."""
    if settings.webhook_urls and settings.webhook_secret is None:
        raise SettingsInvalid(
            field="webhook_secret",
            problem="is missing although 'webhook_urls' is set",
            remedy="Set WARMLINE_WEBHOOK_SECRET to a long random text.",
        )
    for url in settings.webhook_urls:
        _check_webhook(url)
    if settings.reader_url is not None:
        _check_reader(settings, settings.reader_url)
    if settings.llm_url is not None:
        example = "http://127.0.0.1:8080/v1"
        _check_address("llm", settings.llm_url, settings.llm_token, example=example)
    if settings.translate_url is not None:
        example = "http://127.0.0.1:5000"
        _check_address(
            "translate", settings.translate_url, settings.translate_token, example=example
        )


def _check_webhook(url: str) -> None:
    """Refuse what cannot be asked; the address itself may be a secret and is not shown."""
    try:
        known = _ADDRESS.validate_python(url)
    except ValidationError:
        known = None
    if known is None or known.username or known.password:
        raise SettingsInvalid(
            field="webhook_urls",
            problem="holds what is no address, or one with a name or a password",
            remedy="Give addresses such as https://crm.example.org/events; bodies are signed.",
        )


def _check_reader(settings: Settings, url: str) -> None:
    """Refuse an address that cannot be asked, or that would show a secret wherever it is shown."""
    if settings.reader_path is not None:
        raise SettingsInvalid(
            field="reader_url",
            problem="is set together with 'reader_path'",
            remedy="Only one reader answers: take one of them away.",
        )
    example = "https://reader.example.org/api/v1/readings"
    _check_address("reader", url, settings.reader_token, example=example)


def _check_address(prefix: str, url: str, token: SecretStr | None, *, example: str) -> None:
    """Refuse what is no address, shows a secret, or has a key that no header can carry."""
    try:
        known = _ADDRESS.validate_python(url)
    except ValidationError as error:
        raise SettingsInvalid(
            field=f"{prefix}_url",
            problem="is no address",
            remedy=f"Give one such as {example}.",
        ) from error
    if known.username or known.password or known.query:
        raise SettingsInvalid(
            field=f"{prefix}_url",
            problem="holds a name, a password or a query",
            remedy=f"Put the key into '{prefix}_token': an address is shown, a token is not.",
        )
    key = "" if token is None else token.get_secret_value()
    if not (key.isascii() and key.isprintable()):
        raise SettingsInvalid(
            field=f"{prefix}_token",
            problem="holds a character that no header can carry",
            remedy="Use letters, figures and signs of ASCII.",
        )


def _any(values: Mapping[str, object]) -> dict[str, Any]:
    return dict(values)


def _read_file(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsInvalid(
            field=str(path), problem="cannot be read", remedy="Check the path."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(
            field=str(path), problem=f"is not valid TOML ({error})", remedy="Correct that line."
        ) from error


def _refuse_unknown(values: Mapping[str, object], where: str) -> None:
    known = sorted(Settings.model_fields)
    for key in values:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            remedy = f"Did you mean '{near[0]}'?" if near else "See docs/reference/settings.md."
            raise SettingsInvalid(field=key, problem=f"in {where} is not known", remedy=remedy)
