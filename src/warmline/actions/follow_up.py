"""
A promise lives on: its owner is reminded, a supervisor hears when it is late, it is kept.

What its contact hears of it is in `keep_posted.py`.

Each deed may be repeated without effect, since durable work may run a step twice after a crash.
"""

from collections.abc import Callable

from warmline.actions.workplace import Workplace
from warmline.contacts.promise import Promise, PromiseId
from warmline.conversation.event import Event


def remind(work: Workplace, *, promise_id: PromiseId) -> Promise | None:
    """Remind the owner; None when it was done before or nothing is owed any more."""
    now = work.clock.now()
    return _change(work, promise_id, "promise.reminded", lambda found: found.remind(now=now))


def grow_late(work: Workplace, *, promise_id: PromiseId) -> Promise | None:
    """
    Note that the time has passed; None when it was kept or released.

    Whoever owns it is reminded first, should the reminder have been lost with a long silence.
    """
    now = work.clock.now()
    remind(work, promise_id=promise_id)
    return _change(work, promise_id, "promise.late", lambda found: found.grow_late(now=now))


def keep(work: Workplace, *, promise_id: PromiseId) -> Promise | None:
    """Note that it was kept; None when it had ended already."""
    now = work.clock.now()
    return _change(work, promise_id, "promise.kept", lambda found: found.keep(now=now))


def release(work: Workplace, *, promise_id: PromiseId) -> Promise | None:
    """Let the house off; None when it had ended already."""
    now = work.clock.now()
    return _change(work, promise_id, "promise.released", lambda found: found.release(now=now))


def _change(
    work: Workplace, id: PromiseId, name: str, change: Callable[[Promise], Promise | None]
) -> Promise | None:
    with work.store.transaction() as tx:
        changed = change(tx.promises.get(id))
        if changed is None:
            return None
        tx.events.append(
            Event(
                name=name,
                at=work.clock.now(),
                conversation_id=changed.conversation_id,
                subject_id=id,
                details={"owner_id": changed.owner_id, "state": changed.state.value},
            )
        )
        return tx.promises.save(changed)
