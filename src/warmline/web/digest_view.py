"""
What waits and what is late over the whole house, in one line: the digest as the desk shows it.

Calm when nothing is late. The line always stands there, so that nothing moves when something is.
"""

from dataclasses import dataclass

from warmline.actions.digest import find_forgotten, gather_digest
from warmline.agents.agent import Role
from warmline.ports import Transaction
from warmline.web.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """One line, and what is said aloud when a digest comes in."""

    words: str
    is_calm: bool
    role: str


def compose_digest(tx: Transaction, view: View) -> DigestView:
    """The figures that concern a role: promises of others are for those who oversee."""
    digest = gather_digest(view.house, tx, view.now)
    oversees = view.agent.role in (Role.SUPERVISOR, Role.AUDITOR)
    counts = {
        "late_answers": digest.late_answers,
        "late_promises": digest.late_promises if oversees else 0,
        "forgotten": digest.forgotten,
    }
    words = view.words
    parts = [words.count(f"digest.{key}", number) for key, number in counts.items() if number]
    separator = "；" if words.language == "zh" else "; "
    return DigestView(
        words=separator.join(parts) if parts else words("digest.calm"),
        is_calm=not parts,
        role=(Role.SUPERVISOR if oversees else Role.AGENT).value,
    )


def forgotten_count(tx: Transaction, view: View) -> int:
    """How many contacts wait longer than promised, in every inbox and whoever looks."""
    return len(find_forgotten(view.house, tx, view.now))
