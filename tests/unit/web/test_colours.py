"""Every colour that carries words or marks can be told from its ground, light and dark."""

import re
from pathlib import Path

import pytest

import warmline.web.assets

TOKENS = (warmline.web.assets.FOLDER / "css" / "tokens.css").read_text(encoding="utf-8")
STEPS = ("calm", "uneasy", "upset", "distressed", "in-danger")
TEXT_ON = {
    "ink": ("ground", "sheet", "ember-wash", "teal-wash", "hair"),
    "quiet": ("ground", "sheet", "ember-wash", "teal-wash"),
    "ember": ("ground", "sheet", "ember-wash"),
    "teal": ("ground", "sheet", "teal-wash"),
    "on-ember": ("ember",),
    "danger": ("ground", "sheet"),
    "on-danger": ("danger-block",),
    "distress-distressed": ("ground", "sheet"),
}
MARKS_ON = {f"distress-{step}": ("ground", "sheet") for step in STEPS} | {
    "edge": ("ground", "sheet"),
    "danger-block": ("ground", "sheet"),
    "ember": ("ground", "sheet", "ember-wash"),
}


def theme(selector: str) -> dict[str, str]:
    """The colours of a theme, by name."""
    found = re.search(re.escape(selector) + r" \{(.*?)\}", TOKENS, re.DOTALL)
    assert found is not None
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-Fa-f]{6});", found.group(1)))


THEMES = {"light": theme(":root"), "dark": theme('[data-theme="dark"]')}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_ON, 4.5), (MARKS_ON, 3.0)])
def test_contrast_is_enough(name: str, pairs: dict[str, tuple[str, ...]], least: float) -> None:
    """4.5 for words, 3 for marks."""
    colours = THEMES[name]
    low = {
        f"{front} on {ground}": round(contrast(colours[front], colours[ground]), 2)
        for front, grounds in pairs.items()
        for ground in grounds
        if contrast(colours[front], colours[ground]) < least
    }
    assert low == {}


def test_the_system_theme_is_the_dark_theme() -> None:
    """The colours for a dark system are those that can be chosen by hand."""
    by_system = theme('  [data-theme="auto"]')
    assert by_system == THEMES["dark"]


@pytest.mark.parametrize("name", THEMES)
def test_distress_grows_away_from_the_ground(name: str) -> None:
    """Each step stands out more than the one before, so that the order shows without hue."""
    colours = THEMES[name]
    told = [contrast(colours[f"distress-{step}"], colours["sheet"]) for step in STEPS]
    if name == "light":
        assert told == sorted(told)
    assert len(set(told)) == len(STEPS)


def test_no_colour_stands_outside_the_tokens() -> None:
    """Other sheets use the tokens, so that the test above sees every colour."""
    folder = Path(warmline.web.assets.FOLDER) / "css"
    for sheet in folder.glob("*.css"):
        if sheet.name != "tokens.css":
            assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", sheet.read_text(encoding="utf-8")) == []
