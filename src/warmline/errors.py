"""
Every error that Warmline raises on purpose.

A class has a dotted code that is never reused, a kind that each front end translates once, and a
sentence built from its fields: what was wrong, with which value, and what to do. Fields carry ids,
codes, lengths and spans; never the text of a message, never the name of a contact.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

Kind = Literal["invalid", "missing", "conflict", "refused", "busy", "unavailable", "broken"]


class WarmlineError(Exception):
    """The root of all errors; never raised itself."""

    code: ClassVar[str] = "warmline.error"
    kind: ClassVar[Kind] = "broken"
    sentence: ClassVar[str] = "Something went wrong inside Warmline. See the log of the server."

    def __init__(self, **fields: object) -> None:
        """Build the sentence from the fields; a field that it lacks is a programming mistake."""
        self.fields: Mapping[str, object] = fields
        super().__init__(self.sentence.format(**fields))


class FieldInvalid(WarmlineError):
    """A field of a request, a file or a form has a value that cannot be taken."""

    code = "input.field-invalid"
    kind = "invalid"
    sentence = "The field '{field}' cannot be {value}. {remedy}"


class BodyMalformed(WarmlineError):
    """A body or a line is not what its format says."""

    code = "input.malformed"
    kind = "invalid"
    sentence = "The {what} is not valid {format} at {place}. {remedy}"


class ArticleUnusable(WarmlineError):
    """A file in the folder of articles cannot be answered from."""

    code = "article.unusable"
    kind = "invalid"
    sentence = "The article '{file}' cannot be used: {problem}. {remedy}"


class TextTooLong(WarmlineError):
    """A message is longer than this installation takes."""

    code = "input.text-too-long"
    kind = "invalid"
    sentence = (
        "The field '{field}' has {length} characters; at most {limit} are taken. "
        "Send it in several messages or as an attachment elsewhere."
    )


class NotFound(WarmlineError):
    """An id names nothing that exists."""

    code = "store.not-found"
    kind = "missing"
    sentence = "There is no {what} with the id '{id}'. Check the id, or list what exists."


class WriteConflict(WarmlineError):
    """Two writers changed the same row at once."""

    code = "store.write-conflict"
    kind = "conflict"
    sentence = (
        "The {what} '{id}' was changed by somebody else. Load it again and repeat the change."
    )


class StoreUnavailable(WarmlineError):
    """The database does not answer."""

    code = "store.unavailable"
    kind = "unavailable"
    sentence = (
        "The database does not answer ({reason}). Check 'database_url' and run 'warmline doctor'."
    )


class NotDelivered(WarmlineError):
    """A webhook's endpoint did not take an event."""

    code = "webhook.not-delivered"
    kind = "unavailable"
    sentence = (
        "The webhook delivery '{delivery}' was not taken ({reason}). "
        "It is tried again for about a day; check 'webhook_urls' and the receiver."
    )


class StatusForbidden(WarmlineError):
    """The status table of conversations has no such step."""

    code = "conversation.status-forbidden"
    kind = "conflict"
    sentence = "The conversation '{id}' is {status}, so it cannot become {wanted}. Reload the page."


class HandoffForbidden(WarmlineError):
    """The state machine of handoffs has no such step."""

    code = "handoff.step-forbidden"
    kind = "conflict"
    sentence = "The handoff '{id}' is {state}, so it cannot be {wanted}. Reload the page."


class InboxInShadow(WarmlineError):
    """Somebody wants an answer where the house only watches."""

    code = "conversation.inbox-in-shadow"
    kind = "refused"
    sentence = (
        "The inbox '{inbox}' runs in shadow, so nobody would be answered here. Write where the "
        "firm answers, or take 'shadow' out of the house file."
    )


class NotSpeaker(WarmlineError):
    """Somebody who does not hold the word tried to speak."""

    code = "handoff.not-speaker"
    kind = "conflict"
    sentence = (
        "The conversation '{id}' is with somebody else now, so this reply was not sent. "
        "Your words are kept as a draft."
    )


class FactForbidden(WarmlineError):
    """What is remembered of a contact cannot take this step."""

    code = "memory.step-forbidden"
    kind = "conflict"
    sentence = "The fact '{id}' is {state}, so it cannot be {wanted}. Reload the page."


class IllnessNamed(WarmlineError):
    """Words to be remembered name an illness; the need is kept, never the diagnosis."""

    code = "memory.illness-named"
    kind = "invalid"
    sentence = (
        "The field '{field}' names an illness, and that is not kept. "
        "Write what the person needs from us: 'needs large print', 'needs time to answer'."
    )


class ComplaintForbidden(WarmlineError):
    """The state machine of complaints has no such step."""

    code = "complaints.step-forbidden"
    kind = "conflict"
    sentence = "The complaint '{id}' is {state}, so it cannot be {wanted}. {remedy}"


class ComplaintKeyMistyped(WarmlineError):
    """A tracking key has a wrong character or another length; which one is not known."""

    code = "complaints.key-mistyped"
    kind = "invalid"
    sentence = (
        "This is no tracking key of a complaint ({length} characters; it has 12). "
        "Look at it again: one character is wrong or missing."
    )


class ComplaintLogBroken(WarmlineError):
    """The log of complaints is not what was written."""

    code = "complaints.log-broken"
    kind = "broken"
    sentence = (
        "The log of complaints is broken in {count} places, first at entry {number} ({what}). "
        "Compare it with a backup before anything else is changed."
    )


class ModelMissing(WarmlineError):
    """The embedded model is not there or is damaged."""

    code = "reading.model-missing"
    kind = "unavailable"
    sentence = (
        "The reader's model at '{path}' cannot be used ({reason}). Install the package again, "
        "or set 'reader_path'; until then messages are read by cues alone."
    )


class FastReaderMissing(WarmlineError):
    """The small reader for archives is not there or is damaged."""

    code = "reading.fast-reader-missing"
    kind = "unavailable"
    sentence = (
        "The fast reader at '{path}' cannot be used ({reason}). Leave out '--fast' to read with "
        "the whole model, or name an artefact that holds it in 'reader_path'."
    )


class ReaderFailed(WarmlineError):
    """A reader's model was asked and did not read."""

    code = "reading.reader-failed"
    kind = "unavailable"
    sentence = (
        "The reader '{reader}' did not read ({reason}). {remedy} "
        "Until then messages are read by cues alone."
    )


class ReadingUnsound(WarmlineError):
    """A reader's model answered with something that is no reading."""

    code = "reading.unsound"
    kind = "unavailable"
    sentence = "The reader's answer cannot be taken: '{field}' is {value}. {remedy}"


class LanguageModelFailed(WarmlineError):
    """The optional language model was asked and did not word anything that can be used."""

    code = "llm.failed"
    kind = "unavailable"
    sentence = (
        "The language model at '{place}' did not word this ({reason}). {remedy} "
        "Until then everything goes on without it."
    )


class TranslationFailed(WarmlineError):
    """The optional translator was asked and gave nothing that can be shown."""

    code = "translation.failed"
    kind = "unavailable"
    sentence = (
        "The translator at '{place}' gave no translation ({reason}). {remedy} "
        "Until then the original stands."
    )


class PolicyInvalid(WarmlineError):
    """A policy file has a key or a value that does not fit."""

    code = "moments.policy-invalid"
    kind = "invalid"
    sentence = "The policy '{path}' cannot be used: '{field}' {problem}. {remedy}"


class LabelsTooFew(WarmlineError):
    """Somebody wants to learn more from labels than they hold."""

    code = "outcomes.labels-too-few"
    kind = "invalid"
    sentence = (
        "{labels} labels are too few to fit a policy to ({needed} where a person is needed, "
        "{needless} where none is). Review more turns: at least {least}, and {least_of_a_kind} of "
        "each kind; turns on which two people disagree do not count."
    )


class SettingsInvalid(WarmlineError):
    """A setting has a key or a value that does not fit."""

    code = "config.invalid"
    kind = "invalid"
    sentence = "The setting '{field}' {problem}. {remedy}"


class ExtraMissing(WarmlineError):
    """An optional part is not installed."""

    code = "config.extra-missing"
    kind = "unavailable"
    sentence = "{what} needs the extra '{extra}'. Install it with: pip install 'warmline[{extra}]'"


class SignInWrong(WarmlineError):
    """The sign-in name or the password is wrong; which of the two is not said."""

    code = "web.sign-in-wrong"
    kind = "refused"
    sentence = (
        "This name and password do not fit together. Try again, or ask a supervisor for a new one."
    )


class SessionMissing(WarmlineError):
    """There is no session, or it is forged or over."""

    code = "web.session-missing"
    kind = "refused"
    sentence = "You are not signed in, or the session is over. Sign in and repeat."


class RoleMissing(WarmlineError):
    """The signed-in person may not do this."""

    code = "web.role-missing"
    kind = "refused"
    sentence = "This needs the role '{role}'. Ask a supervisor."


class TokenWrong(WarmlineError):
    """A form token, an API key or a contact's token is wrong."""

    code = "web.token-wrong"
    kind = "refused"
    sentence = "The {what} is missing or wrong. {remedy}"


class SignatureWrong(WarmlineError):
    """A signed request does not carry a signature that fits."""

    code = "web.signature-wrong"
    kind = "refused"
    sentence = (
        "The signature in '{field}' does not fit the body, or is older than {limit} seconds. "
        "{remedy}"
    )


class BodyTooLarge(WarmlineError):
    """A request is larger than this installation takes."""

    code = "web.body-too-large"
    kind = "invalid"
    sentence = "The request has {size} bytes; at most {limit} are taken. Send less at a time."


class TooMany(WarmlineError):
    """Somebody asks more often than allowed."""

    code = "web.too-many"
    kind = "busy"
    sentence = "Too many requests for '{what}'. Try again in {seconds} seconds."
