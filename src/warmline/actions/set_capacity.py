"""
Settle what an agent takes at once: a supervisor at the desk, or whoever runs the house.

What they hold stays theirs, even beyond a new limit; offers follow the new numbers at once.
"""

from warmline.actions.hand_off import match_waiting
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent, Role
from warmline.agents.capacity import Taking, taking_of, with_taking
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId
from warmline.errors import RoleMissing


def set_capacity(
    work: Workplace, *, agent_id: AgentId, taking: Taking, by_id: AgentId | None
) -> Agent:
    """
    Let an agent take this much from now on; the same again changes nothing.

    Args:
        work: the installation.
        agent_id: who.
        taking: as read by `agents.capacity`.
        by_id: the supervisor; None when it is whoever runs the house, from the command line.

    Raises:
        NotFound: there is no such agent.
        RoleMissing: it is no supervisor who wants it, or the agent answers nobody anyway.
    """
    with work.store.transaction() as tx:
        if by_id is not None and tx.agents.get(by_id).role is not Role.SUPERVISOR:
            raise RoleMissing(role=Role.SUPERVISOR.value)
        agent = tx.agents.get(agent_id)
        if not agent.may_answer:
            raise RoleMissing(role=Role.AGENT.value)
        if taking_of(agent) == taking:
            return agent
        tx.events.append(
            Event(
                name="agent.capacity_changed",
                at=work.clock.now(),
                subject_id=agent_id,
                details={"by_id": by_id, "capacity": taking.capacity},
            )
        )
        saved = tx.agents.save(with_taking(agent, taking))
    match_waiting(work)
    return saved
