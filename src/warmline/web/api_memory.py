"""
The JSON interface of what is remembered: an integrator reads it, takes things out, exports, erases.

A contact's own token opens none of this: the contact has a page of its own behind a signed link.
"""

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from warmline.actions.forget import erase_contact, export_contact, fact_json, known_contact
from warmline.actions.remember import Hand, withdraw_fact
from warmline.conversation.message import ContactId
from warmline.web.api import REFUSALS, integrator
from warmline.web.entrance import Here

router = APIRouter(
    prefix="/api/v1/contacts",
    tags=["v1"],
    responses=REFUSALS,
    dependencies=[Depends(integrator)],
)


class MemoryShape(BaseModel):
    """What is remembered of a contact, proposals and what is over included."""

    ok: bool = True
    contact: str
    remembered: list[dict[str, object]]


class ForgottenShape(BaseModel):
    """One thing that was taken out; its words are gone."""

    ok: bool = True
    fact: dict[str, object]


class ExportShape(BaseModel):
    """All that is stored of a contact, masked."""

    ok: bool = True
    export: dict[str, object]


class ErasedShape(BaseModel):
    """What an erasure emptied, and what stays without words."""

    ok: bool = True
    messages: int
    facts: int
    promises: int = Field(description="Open promises that were released; their owners were told.")
    complaints: int = Field(description="Complaints of which dates and outcome stay.")


@router.get("/{id}/memory")
def memory(here: Here, id: ContactId) -> MemoryShape:
    """What is remembered of a contact."""
    with here.work.store.view() as tx:
        contact = known_contact(tx, id)
        facts = tx.contacts.all_facts(id)
    return MemoryShape(contact=contact.id, remembered=[fact_json(one) for one in facts])


@router.delete("/{id}/memory/{fact_id}")
def withdraw(here: Here, id: ContactId, fact_id: str) -> ForgottenShape:
    """Take one thing out at the contact's wish."""
    withdrawn = withdraw_fact(here.work, hand=Hand(contact_id=id), fact_id=fact_id)
    return ForgottenShape(fact=fact_json(withdrawn))


@router.get("/{id}/export")
def export(here: Here, id: ContactId) -> ExportShape:
    """All that is stored of a contact, masked; it is told of as an event."""
    return ExportShape(export=export_contact(here.work, contact_id=id))


@router.delete("/{id}")
def erase(here: Here, id: ContactId) -> ErasedShape:
    """Erase every word of a contact; it cannot be taken back."""
    erased = erase_contact(here.work, contact_id=id)
    return ErasedShape(
        messages=erased.messages,
        facts=erased.facts,
        promises=erased.promises,
        complaints=erased.complaints,
    )
