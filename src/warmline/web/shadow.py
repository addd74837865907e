"""The shadow page of supervisors: a day of what would have been done beside what people did."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from fastapi import APIRouter, Depends, Request, Response

from warmline.agents.house import Inbox
from warmline.conversation.conversation import InboxId
from warmline.errors import FieldInvalid
from warmline.outcomes.shadow import Watched, shadow_day
from warmline.ports import Transaction
from warmline.web.bar import bar_frame
from warmline.web.entrance import Here
from warmline.web.pages import render, words_for
from warmline.web.sessions import Supervisor, supervisor
from warmline.web.shadow_view import (
    Days,
    ShadowPage,
    compose_alarms,
    compose_differing,
    compose_questions,
    day_title,
    differing_title,
    rest_words,
)
from warmline.web.view import View, view_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(supervisor)])

A_DAY = timedelta(days=1)
EARLIEST = date(2000, 1, 2)


@router.get("/shadow")
def one_day(
    request: Request, here: Here, session: Supervisor, day: str = "", inbox: str = ""
) -> Response:
    """
    One day, today unless another is named.

    Raises:
        FieldInvalid: the day is no date.
        NotFound: there is no such inbox.
    """
    view = view_of(here, session.agent, words_for(request))
    today = view.now.astimezone(view.zone).date()
    shown = min(today, max(EARLIEST, _date(day) if day else today))
    chosen = here.work.house.inbox(InboxId(inbox)).id if inbox else None
    with here.work.store.view() as tx:
        watched = _of_inbox(tx.watches.begun(*_bounds(shown, view)), chosen)
        counted = shadow_day(watched)
        page = ShadowPage(
            frame=bar_frame(request, tx, view, "shadow"),
            days=_days(tx, view, shown, today, is_empty=not counted.conversations),
            inboxes=_in_shadow(here.work.house.inboxes),
            inbox_id=chosen,
            alarms=compose_alarms(tx, view),
            questions=compose_questions(counted, view.words),
            differing=compose_differing(tx, view, counted),
            differing_title=differing_title(counted, view.words),
            rest=rest_words(counted.differing, view.words),
            seq=tx.events.last_seq(),
        )
    return render(request, page)


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        remedy = "Write it as 2026-11-21."
        raise FieldInvalid(field="day", value="this", remedy=remedy) from error


def _bounds(day: date, view: View) -> tuple[datetime, datetime]:
    """When a day of the house begins and ends."""
    begins, ends = (
        datetime.combine(one, time.min, view.zone).astimezone(UTC) for one in (day, day + A_DAY)
    )
    return begins, ends


def _of_inbox(watched: Sequence[Watched], inbox_id: InboxId | None) -> list[Watched]:
    return [one for one in watched if inbox_id is None or one.inbox_id == inbox_id]


def _in_shadow(inboxes: Sequence[Inbox]) -> tuple[Inbox, ...]:
    return tuple(one for one in inboxes if one.shadow)


def _days(tx: Transaction, view: View, shown: date, today: date, *, is_empty: bool) -> Days:
    last = tx.watches.last_before(_bounds(shown, view)[0]) if is_empty else None
    last_day = None if last is None else last.astimezone(view.zone).date()
    return Days(
        title=day_title(shown, view.words),
        shown=shown.isoformat(),
        before=(shown - A_DAY).isoformat(),
        after=(shown + A_DAY).isoformat() if shown < today else None,
        is_running=shown == today,
        last=None if last_day is None else last_day.isoformat(),
        last_title="" if last_day is None else day_title(last_day, view.words),
    )
