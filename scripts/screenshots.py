"""
Draw the pictures of the docs: the demo firm in a real server, seen by a real Chromium.

`python scripts/screenshots.py [folder]` writes PNG files below docs/images (or the folder named).
Time stands still at one Monday morning, so that the same code draws the same pictures.
"""

import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from warmline.bootstrap import open_workplace
from warmline.cli.demo import prepare
from warmline.config import load_settings
from warmline.testing import FixedClock
from warmline.web.app import create_app

NOW = datetime(2026, 11, 23, 11, 20, tzinfo=UTC)
IMAGES = Path(__file__).parent.parent / "docs" / "images"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LIMIT_BYTES = 3_000_000
PATIENCE_MS = 30_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"]
LOCALES = {"en": "en-GB", "zh": "zh-CN"}


@dataclass(frozen=True)
class Studio:
    """The served demo, and a browser to look at it."""

    address: str
    passwords: Mapping[str, str]
    browser: Browser
    folder: Path
    sessions: dict[str, StorageState] = field(default_factory=dict)
    """By sign-in name: whoever has signed in once is not asked again."""

    def open(
        self, path: str, *, language: str, theme: str, size: Mapping[str, int], name: str = ""
    ) -> Page:
        """A page as a new person sees it, or somebody who has signed in, at the one Monday."""
        context = self.browser.new_context(
            storage_state=self.sessions.get(name),
            locale=LOCALES[language],
            color_scheme=theme,  # type: ignore[arg-type]
            viewport=size,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(self.address + path)
        return page

    def desk(self, name: str, *, language: str, theme: str, size: Mapping[str, int]) -> Page:
        """The desk of one of the firm's people."""
        path = f"/desk?language={language}"
        page = self.open(path, language=language, theme=theme, size=size, name=name)
        if name not in self.sessions:
            page.locator("#name").fill(name)
            page.locator("#password").fill(self.passwords[name])
            page.locator("#password").press("Enter")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        self.sessions[name] = page.context.storage_state()
        return page

    def keep(self, page: Page, name: str) -> None:
        """Write one picture."""
        page.screenshot(path=self.folder / f"{name}.png")


def main() -> None:
    """Draw every picture, and say how large they are together."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as var, _studio(Path(var), folder) as studio:
        for draw in (
            _chat,
            _danger,
            _widget,
            _desk,
            _desk_zh,
            _coach,
            _narrow,
            _promises,
            _review,
            _shadow,
            _sign_in,
        ):
            draw(studio)
    size = sum(path.stat().st_size for path in folder.glob("*.png"))
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures, {size // 1000} kB\n")
    if size > LIMIT_BYTES:
        sys.exit("The pictures are too large for the repository.")


def _chat(studio: Studio) -> None:
    for language, theme, inbox, said in (
        ("en", "light", "service", ("My bill is 412 euros, it was never more than 140.",
                                    "I sent my reading twice and nobody corrects it.",
                                    "I want to talk to a person, please.")),
        ("zh", "dark", "fuwu", ("账单怎么一下子要四百多？", "读数我发了两次，没有人改。",
                                "我要转人工。")),
    ):  # fmt: skip
        page = studio.open(f"/chat/{inbox}", language=language, theme=theme, size=NARROW)
        _write(page, *said)
        expect(page.locator("#state")).not_to_be_empty()
        studio.keep(page, f"chat-{language}-{theme}-390")


def _danger(studio: Studio) -> None:
    page = studio.open("/chat/service", language="en", theme="light", size=NARROW)
    _write(page, "There is a strong smell of gas in my kitchen")
    studio.keep(page, "chat-danger-en-light-390")


def _widget(studio: Studio) -> None:
    page = studio.open("/", language="en", theme="light", size={"width": 1100, "height": 720})
    page.get_by_role("button", name="Chat with us").click()
    frame = page.frame_locator("iframe")
    frame.locator("#text").fill("How do I send you my meter reading?")
    frame.locator("#text").press("Enter")
    expect(frame.locator(".said.by-assistant")).to_have_count(2)
    studio.keep(page, "widget-en-light")


def _desk(studio: Studio) -> None:
    page = studio.desk("ana", language="en", theme="light", size=WIDE)
    studio.keep(page, "desk-queue-en-light-1440")
    _take(page, "Priya", accept="Accept")
    page.locator("#reply-words").fill(
        "Priya, you have sent it twice and we did not look. I have both readings in front of me "
        "now. I'll stop Friday's payment today, and I'll call you before 6 pm today."
    )
    expect(page.locator("#found li").first).to_be_visible()
    studio.keep(page, "desk-en-light-1440")
    page.locator("#brief").screenshot(path=studio.folder / "brief-en-light.png")
    page.locator("#reply-words").press("Control+Enter")
    expect(page.locator(".turn.by-agent")).to_have_count(1)
    page.emulate_media(color_scheme="dark")
    studio.keep(page, "desk-en-dark-1440")


def _desk_zh(studio: Studio) -> None:
    page = studio.desk("limin", language="zh", theme="dark", size=WIDE)
    page.locator("#queue a[data-name='小吴']").click()
    page.get_by_role("button", name="接过来").click()
    page.locator("#reply-words").fill(
        "让您等了这么久，是我们不对。我今天18:00前给您回电，把结果告诉您。"
    )
    expect(page.locator("#found li").first).to_be_visible()
    studio.keep(page, "desk-zh-dark-1440")
    page.emulate_media(color_scheme="light")
    studio.keep(page, "desk-zh-light-1440")
    page.locator("#brief").screenshot(path=studio.folder / "brief-zh-light.png")


def _coach(studio: Studio) -> None:
    """The hints at a reply that is kind and says nothing, and a draft of what it lacks."""
    for language, theme, size, name, who, accept, said in (
        ("en", "light", WIDE, "ana", "Priya", "Accept",
         "We apologise for any inconvenience. You should have called us, we will look into it "
         "soon."),
        ("zh", "dark", NARROW, "limin", "小吴", "接过来",
         "给您带来不便，敬请谅解。您应该早点联系我们，我们会尽快处理。"),
    ):  # fmt: skip
        page = studio.desk(name, language=language, theme=theme, size=size)
        page.locator("#queue a", has_text=who).click()
        if page.get_by_role("button", name=accept).count():
            page.get_by_role("button", name=accept).click()
        page.locator("#reply-words").fill(said)
        expect(page.locator("#coach-hints li:not(.quiet)").first).to_be_visible()
        studio.keep(page, f"coach-{language}-{theme}-{size['width']}")
        page.locator("#reply-words").fill("")
        page.locator("#reply-words").press("Control+D")
        expect(page.locator("#draft-mark .text")).not_to_be_empty()
        expect(page.locator("#coach [data-standing=there]").first).to_be_visible()
        if size is NARROW:
            studio.keep(page, f"draft-{language}-{theme}-{size['width']}")
        page.locator("#reply-words").fill("")


def _narrow(studio: Studio) -> None:
    page = studio.desk("ana", language="en", theme="light", size=NARROW)
    studio.keep(page, "desk-queue-en-light-390")
    page.locator("#queue a", has_text="Priya").click()
    expect(page.locator("#log")).to_be_visible()
    studio.keep(page, "desk-en-light-390")
    page.locator("[data-pane-to=brief]").click()
    studio.keep(page, "desk-brief-en-light-390")


def _promises(studio: Studio) -> None:
    for name, language, theme in (("marek", "en", "light"), ("limin", "zh", "dark")):
        page = studio.desk(name, language=language, theme=theme, size=WIDE)
        page.goto(f"{studio.address}/promises?whose=all")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        studio.keep(page, f"promises-{language}-{theme}-1440")


def _review(studio: Studio) -> None:
    """A turn before the verdict, as a supervisor sees it."""
    page = studio.desk("marek", language="en", theme="light", size=WIDE)
    page.goto(f"{studio.address}/review")
    expect(page.locator(".verdicts")).to_be_visible()
    studio.keep(page, "review-en-light-1440")


def _shadow(studio: Studio) -> None:
    """The day of the inbox in shadow."""
    for language, theme, size in (("en", "light", WIDE), ("zh", "dark", NARROW)):
        page = studio.desk("marek", language=language, theme=theme, size=size)
        page.goto(f"{studio.address}/shadow")
        expect(page.locator(".case").first).to_be_visible()
        studio.keep(page, f"shadow-{language}-{theme}-{size['width']}")


def _sign_in(studio: Studio) -> None:
    page = studio.open("/sign-in", language="en", theme="light", size=NARROW)
    studio.keep(page, "sign-in-en-light-390")


def _write(page: Page, *said: str) -> None:
    for text in said:
        page.locator("#text").fill(text)
        page.locator("#text").press("Enter")
        expect(page.locator(".said.is-waiting")).to_have_count(0)


def _take(page: Page, who: str, *, accept: str) -> None:
    page.locator("#queue a", has_text=who).click()
    page.get_by_role("button", name=accept).click()
    expect(page.locator("#reply-words")).to_be_visible()


@contextmanager
def _studio(var: Path, folder: Path) -> Iterator[Studio]:
    path = os.environ.get("WARMLINE_CHROMIUM") or shutil.which("chromium")
    with as_file(files("warmline.cli") / "firm") as firm:
        settings = load_settings(
            folder=var, house_path=firm / "house.toml", articles_path=firm / "articles"
        )
        passwords = prepare(settings, firm, now=NOW)
        work = open_workplace(settings, clock=FixedClock(NOW))
        with _served(create_app(work, settings)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=path, args=ARGUMENTS, env=os.environ | {"LANGUAGE": "en_GB"}
            )
            yield Studio(address, passwords, browser, folder)
            browser.close()
        work.store.close()


@contextmanager
def _served(app: Callable[..., object]) -> Iterator[str]:
    ready = threading.Event()

    class AnnouncedServer(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready.set()

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)  # type: ignore[arg-type]
    server = AnnouncedServer(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    ready.wait(timeout=30)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    main()
