"""The review page of supervisors: a turn, a verdict, the next; and all verdicts as a download."""

import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from warmline.actions.review import (
    find_occasion,
    give_review,
    reviewed_lines,
    waiting_reviews,
)
from warmline.conversation.message import ConversationId, MessageId
from warmline.errors import FieldInvalid
from warmline.outcomes.review import Verdict
from warmline.outcomes.review_queue import Waiting, grounds_of
from warmline.ports import Transaction
from warmline.web.bar import bar_frame
from warmline.web.entrance import Here
from warmline.web.pages import render, words_for
from warmline.web.place import Place
from warmline.web.review_view import ReviewPage, compose_case, compose_standing
from warmline.web.sessions import Session, Supervisor, supervisor, with_form_token
from warmline.web.view import view_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(supervisor)])


@router.get("/review")
def next_turn(request: Request, here: Here, session: Supervisor, after: str = "") -> Response:
    """The turn that waits first, or the one after another that was left for later."""
    with here.work.store.view() as tx:
        waiting = waiting_reviews(here.work, tx, reviewer_id=session.agent.id)
        ids = [one.occasion.message_id for one in waiting]
        place = ids.index(MessageId(after)) + 1 if after in ids else 0
        chosen = waiting[place % len(waiting)] if waiting else None
        return _page(request, here, session, tx, chosen=chosen, waiting=waiting)


@router.get("/review/export")
def export(here: Here) -> Response:
    """Every reviewed turn as a line of JSON, without the text of a message."""
    with here.work.store.view() as tx:
        lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in reviewed_lines(tx)]
    named = {"Content-Disposition": 'attachment; filename="reviews.jsonl"'}
    return StreamingResponse(iter(lines), media_type="application/jsonl", headers=named)


@router.get("/review/{conversation_id}/{message_id}")
def one_turn(
    request: Request,
    here: Here,
    session: Supervisor,
    conversation_id: ConversationId,
    message_id: MessageId,
    peek: bool = False,
) -> Response:
    """One turn; with the decision once it was judged, or asked for."""
    with here.work.store.view() as tx:
        occasion = find_occasion(
            here.work, tx, conversation_id=conversation_id, message_id=message_id
        )
        others = [one for one in tx.reviews.of(conversation_id) if one.message_id == message_id]
        chosen = Waiting(
            occasion=occasion,
            grounds=grounds_of(occasion, tx.reviews.reason_codes()),
            is_second=any(one.reviewer_id != session.agent.id for one in others),
        )
        waiting = waiting_reviews(here.work, tx, reviewer_id=session.agent.id)
        return _page(request, here, session, tx, chosen=chosen, waiting=waiting, has_peeked=peek)


@router.post("/review/{conversation_id}/{message_id}", dependencies=[Depends(with_form_token)])
def judge(
    here: Here,
    session: Supervisor,
    conversation_id: ConversationId,
    message_id: MessageId,
    verdict: Annotated[str, Form(max_length=40)],
    needed_at: Annotated[str, Form(max_length=64)] = "",
    peeked: Annotated[bool, Form()] = False,
) -> Response:
    """Keep the verdict, then show what was decided."""
    if verdict not in set(Verdict):
        raise FieldInvalid(
            field="verdict", value="this", remedy=f"Use one of: {', '.join(Verdict)}."
        )
    given = Verdict(verdict)
    is_placed = given is Verdict.SHOULD_HAVE_BEEN and needed_at
    give_review(
        here.work,
        conversation_id=conversation_id,
        message_id=message_id,
        reviewer_id=session.agent.id,
        verdict=given,
        needed_at_id=MessageId(needed_at) if is_placed else None,
        has_peeked=peeked,
    )
    return RedirectResponse(f"/review/{conversation_id}/{message_id}", status_code=303)


def _page(
    request: Request,
    here: Place,
    session: Session,
    tx: Transaction,
    *,
    chosen: Waiting | None,
    waiting: Sequence[Waiting],
    has_peeked: bool = False,
) -> Response:
    view = view_of(here, session.agent, words_for(request))
    page = ReviewPage(
        frame=bar_frame(request, tx, view, "review"),
        case=None if chosen is None else compose_case(tx, view, chosen, has_peeked=has_peeked),
        standing=compose_standing(tx.reviews.all(), len(waiting), view.words),
        seq=tx.events.last_seq(),
    )
    return render(request, page)
