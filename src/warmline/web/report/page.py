"""
The page of a replay, written: what was counted goes in, one HTML file comes out.

The file asks for nothing from anywhere and runs no script: its policy allows its own style by hash,
and nothing else. Which language shows is a pair of radio buttons and the style sheet. No time and
no path of the machine stands in it, so equal input gives equal bytes.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from warmline.moments.policy import Policy
from warmline.outcomes.staffing import Promise
from warmline.outcomes.trial import Trial
from warmline.web.assets import FOLDER as STATIC
from warmline.web.report.blocks import Block, handed_block, when_block, why_block
from warmline.web.report.both import Bilingual, say, say_count
from warmline.web.report.compared import Compared, compared_block
from warmline.web.report.load import Load, load_block
from warmline.web.report.sampled import Sampled, sampled_block

HERE: Final = Path(__file__).parent
STYLES: Final = (STATIC / "css" / "tokens.css", HERE / "report.css")

_templates = Environment(
    loader=FileSystemLoader(HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the page is about, besides what was counted."""

    archive: str
    """The name of the file, without its folder."""
    policy: Policy
    promise: Promise
    other: Policy | None = None
    is_busy_given: bool = False
    has_texts: bool = True
    left_out: int = 0
    """Lines that could not be taken."""
    distressed: Mapping[str, object] | None = None
    """As `outcomes.timing.reached_before_worst` gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """All that the template may use."""

    title: Bilingual
    lead: tuple[Bilingual, ...]
    style: str
    content_policy: str
    handed: Block
    why: Block | None
    when: Block | None
    compared: Compared | None
    load: Load
    sampled: Sampled | None
    counted: tuple[Bilingual, ...]


def render(trial: Trial, asked: Asked) -> str:
    """Write the page."""
    style = "\n".join(path.read_text(encoding="utf-8") for path in STYLES)
    page = ReportPage(
        title=say("title"),
        lead=_lead(trial, asked),
        style=style,
        content_policy=_content_policy(style),
        handed=handed_block(trial, asked.distressed),
        why=why_block(trial),
        when=when_block(trial),
        compared=None if asked.other is None else compared_block(trial, asked.policy, asked.other),
        load=load_block(trial, asked.promise, is_busy_given=asked.is_busy_given),
        sampled=sampled_block(trial, has_texts=asked.has_texts),
        counted=tuple(
            say(f"counted.{key}") for key in ("first", "record", "agents", "distress", "repeat")
        ),
    )
    template = _templates.get_template("report.html")
    return template.render(page=page, say=say, say_count=say_count)


def _lead(trial: Trial, asked: Asked) -> tuple[Bilingual, ...]:
    if not trial.conversations:
        return (say("lead.empty"), *_left_out(asked))
    lines = [
        say(
            "lead.scope",
            conversations=f"{trial.conversations:,}",
            messages=f"{trial.messages:,}",
            archive=asked.archive,
            policy=asked.policy.version,
        ),
        say("lead.read_by", model=", ".join(sorted(trial.models)) or "-"),
    ]
    if trial.degraded:
        lines.append(say("lead.degraded", share=f"{trial.degraded / trial.messages:.0%}"))
    return (*lines, *_left_out(asked), say("lead.nothing_sent"))


def _left_out(asked: Asked) -> tuple[Bilingual, ...]:
    return (say_count("lead.left_out", asked.left_out),) if asked.left_out else ()


def _content_policy(style: str) -> str:
    """Nothing but this very style; a reader's own policy may be stricter still."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
