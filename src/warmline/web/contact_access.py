"""
How a contact comes back to its own conversation, and to no other: a signed token in a cookie.

The cookie is out of reach for scripts. On plain HTTP it stays within this site; over HTTPS it is
partitioned, so that the widget in the frame of another site has one of its own there.
"""

from fastapi import Request, Response

from warmline.conversation.message import ConversationId
from warmline.errors import NotFound, TokenWrong
from warmline.web.place import Place, place_of

COOKIE = "warmline_contact"
MAX_AGE_SECONDS = 60 * 60 * 24 * 30
"""A month: a promise may take that long, and nobody should have to begin again."""


def own_conversation(request: Request, inbox_id: str) -> ConversationId:
    """
    The conversation of the contact who asks.

    Raises:
        TokenWrong: there is no token, or it was not made here, or for another inbox, or the
            contact was erased.
        NotFound: the conversation is no longer there.
    """
    place = place_of(request)
    token = request.cookies.get(cookie_name(inbox_id), "")
    id = place.signer.conversation_of(token)
    with place.work.store.view() as tx:
        conversation = tx.conversations.get(id)
        is_erased = tx.contacts.get(conversation.contact_id).erased_at is not None
    if conversation.inbox_id != inbox_id or is_erased:
        raise TokenWrong(what="contact's token", remedy="Start a conversation in this inbox.")
    return id


def own_conversation_or_none(request: Request, inbox_id: str) -> ConversationId | None:
    """The same, where having none is nothing unusual."""
    try:
        return own_conversation(request, inbox_id)
    except (TokenWrong, NotFound):
        return None


def remember(place: Place, request: Request, response: Response, id: ConversationId) -> None:
    """Give the contact's browser the token of its conversation."""
    with place.work.store.view() as tx:
        inbox_id = tx.conversations.get(id).inbox_id
    is_secure = place.settings.secure_cookies or request.url.scheme == "https"
    reach = "SameSite=None; Secure; Partitioned" if is_secure else "SameSite=Lax"
    token = place.signer.contact_token(id)
    # Written by hand: the standard library knows "Partitioned" only from Python 3.14 on.
    cookie = f"{cookie_name(inbox_id)}={token}; Max-Age={MAX_AGE_SECONDS}; Path=/chat"
    response.headers.append("set-cookie", f"{cookie}; HttpOnly; {reach}")


def cookie_name(inbox_id: str) -> str:
    """One cookie an inbox; the id in characters that a cookie's name may have."""
    return f"{COOKIE}_{inbox_id.encode().hex()}"


def same_origin(request: Request) -> None:
    """
    Let a change of a contact pass only from our own page.

    Raises:
        TokenWrong: another site's page sent it.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    has_header = "x-warmline" in request.headers
    if not has_header or site not in ("same-origin", "none"):
        raise TokenWrong(what="header 'X-Warmline'", remedy="Send it from the chat page itself.")
