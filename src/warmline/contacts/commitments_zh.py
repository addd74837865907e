"""
Where a Chinese text commits us to something.

Clause by clause, because Chinese often promises without a modal: '今晚8点前给您回电'. A clause with
a deed for the contact binds with a time, or with a word of will; what is asked, hoped, conditional
on the contact, past, denied, or said in general does not; nor does what others said or do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from warmline.contacts.commitments import Commitment
from warmline.contacts.commitments_zh_words import (
    AROUND_TIME,
    ARRANGED,
    DEED,
    DISCLAIMED,
    DUTY,
    FINDING,
    NOT_DEED,
    NOW,
    OFFER,
    ON_CONTACT,
    OTHERS_DO,
    OURS,
    PAST,
    POLICY,
    QUESTION,
    REACH,
    REPORTED,
    TAG,
    THING_DEED,
    TO_YOU,
    US,
    VETO,
    WEAK,
    WILL,
    WORLD_IF,
)
from warmline.contacts.promise_times import SpokenTime

_WHEN_NEWS = re.compile(
    r"((?:有|查到|问到|拿到).{0,3}(?:消息|结果|进展|信儿|回音|答复|眉目)了?)[，,](?=我)"
)
"""A comma that parts nothing: '有消息,我告诉您'."""

_WE_SPEAK = re.compile(r"^[\s，,；;]*(?:所以|那么?|但是?|不过)?(?:我|咱|这边)")
"""Where another's word, told over several clauses, ends."""


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    text: str
    times: tuple[SpokenTime, ...]
    is_bound: bool
    is_strong: bool

    @property
    def is_weak(self) -> bool:
        """Whether it speaks of an inner act, which lends its time to the deed that follows."""
        return bool(re.search(WEAK, self.text)) and not re.search(REACH, self.text)


def commitments_zh(sentence: str, times: Sequence[SpokenTime]) -> list[Commitment]:
    """
    Find what a Chinese sentence commits us to.

    Args:
        sentence: one sentence, with its full stop or question mark.
        times: said in it, with positions in the sentence.
    """
    plain = sentence.replace("你", "您").replace("您们", "您")
    plain = _WHEN_NEWS.sub(r"\1、", plain)
    if re.search(QUESTION, plain) and not re.search(TAG, plain):
        return []
    if re.search(ON_CONTACT, plain) and not re.search(WORLD_IF, plain):
        return []
    if re.search(f"{POLICY}|{DISCLAIMED}|{FINDING}", plain):
        return []
    clauses = list(_clauses(plain, times))
    found = list(_joined(clauses))
    timed = [one for one in found if one.time is not None]
    return timed or found[-1:]


def _joined(clauses: Sequence[_Clause]) -> Iterator[Commitment]:
    """Bring each bound clause together with its own time, or with one that stands beside it."""
    taken: set[int] = set()
    for place, clause in enumerate(clauses):
        if not clause.is_bound:
            continue
        start, end, time = clause.start, clause.end, _chosen(clause)
        before = clauses[place - 1] if place else None
        if time is None and before and (place - 1) not in taken and _lends(before):
            time, start = _chosen(clauses[place - 1]), clauses[place - 1].start
            taken.add(place - 1)
        after = place + 1
        if time is None and after < len(clauses) and _lends(clauses[after]):
            time, end = _chosen(clauses[after]), clauses[after].end
            taken.add(after)
        if time is not None and clause.is_weak and after < len(clauses):
            follower = clauses[after]
            if follower.is_bound and not follower.times:
                continue
        if time is not None or clause.is_strong:
            yield Commitment(start=start, end=end, time=time)


def _lends(clause: _Clause) -> bool:
    """Whether a clause is only a time, or the time of its neighbour."""
    if "需要" in clause.text:
        return False
    if clause.is_bound and clause.is_weak and clause.times:
        return True
    if clause.is_bound or not clause.times or re.search(DUTY, clause.text):
        return False
    if re.search(VETO, clause.text.replace("不会超过", "").replace("不能超过", "")):
        return False
    rest = len(clause.text) - sum(one.end - one.start for one in clause.times)
    return rest <= 10


def _chosen(clause: _Clause) -> SpokenTime | None:
    if not clause.times:
        return None
    if len(clause.times) > 1:
        between = clause.text[
            clause.times[0].end - clause.start : clause.times[1].start - clause.start
        ]
        if re.search("或|最晚|最迟|至|到", between):
            return clause.times[-1]
    return clause.times[0]


def _clauses(plain: str, times: Sequence[SpokenTime]) -> Iterator[_Clause]:
    start, is_ours, is_told = 0, False, False
    cuts = [
        found.start()
        for found in re.finditer(
            r"[，,；;]|(?<!\d)[:：]|[:：](?!\d)|——|(?:并且?|同时|然后|接着)(?=[^，,]{0,8}(?:给|"
            r"帮|为|把|安排|寄|发|退|"
            r"通知|回))",
            plain,
        )
    ]
    for cut in [*cuts, len(plain)]:
        text = plain[start:cut]
        if (
            plain[cut : cut + 1] in "并同然接"
            and cut < len(plain)
            and not _has_own(start, cut, times)
        ):
            continue  # '核实并回复您' is one promise unless each deed has its time
        if cut < len(plain) and _is_bare_time(text, start, times):
            continue
        own = tuple(one for one in times if start <= one.start and one.end <= cut)
        if text.strip("，,；;:：—。 "):
            offset = len(text) - len(text.lstrip("，,；;:：— "))
            end = start + len(text.rstrip("。！!？? \n，,"))
            is_told = bool(re.search(REPORTED, text)) or (is_told and not _WE_SPEAK.search(text))
            is_bound, is_strong = (False, False) if is_told else _bound(text, own, is_ours=is_ours)
            yield _Clause(
                start + offset, end, plain[start + offset : end], own, is_bound, is_strong
            )
            is_ours = (
                is_ours or is_bound or bool(re.search(rf"(?:{US}|[给为帮替]您)(?!.*没)", text))
            )
        start = cut


def _has_own(start: int, cut: int, times: Sequence[SpokenTime]) -> bool:
    """Whether a time is said both before a cut and after it."""
    return any(start <= one.start < cut for one in times) and any(one.start >= cut for one in times)


def _is_bare_time(text: str, start: int, times: Sequence[SpokenTime]) -> bool:
    """Whether a clause is a time and nothing else, so that it belongs to the next one."""
    own = [one for one in times if start <= one.start and one.end <= start + len(text)]
    rest = text
    for one in reversed(own):
        rest = rest[: one.start - start] + rest[one.end - start :]
    return bool(own) and re.fullmatch(AROUND_TIME, rest) is not None


def _bound(text: str, times: Sequence[SpokenTime], *, is_ours: bool) -> tuple[bool, bool]:
    """
    Whether a clause binds us, and whether it does so without a time.

    Args:
        text: of the clause.
        times: said in it.
        is_ours: whether an earlier clause of the sentence spoke of us, so that a bare deed is ours.
    """
    clause = re.sub(
        r"不(?:会|能)?(?:超过|晚于|迟于)|不会让您(?:久等|白等)|不会(?:忘|落下)", "", text
    )
    clause = clause.strip("，,；;:：— ")
    if not times and re.search(r"会自动|系统.{0,6}自动|负责.{0,10}的[。！!]*$|不归我们?管", clause):
        return False, False
    settled = _settled(clause, times)
    return _weighed(clause, times, is_ours=is_ours) if settled is None else settled


def _settled(clause: str, times: Sequence[SpokenTime]) -> tuple[bool, bool] | None:
    """What some words settle alone: vetoes, duties of the contact, the past, offers."""
    if re.search(f"{VETO}|{OTHERS_DO}|{DUTY}", clause):
        return False, False
    if re.search(r"^(?:请您?|麻烦您?)(?!放心|相信|稍等|耐心)", clause):
        return False, False
    if re.search(r"^(?:请|麻烦)?您?(?:再|先|稍)*(?:给我们?|等我|稍等)[^，,]*$", clause):
        return False, False
    if times and re.search(ARRANGED, clause):
        return True, False
    has_will = bool(re.search(WILL, clause))
    if re.search(PAST, clause) and not has_will:
        return False, False
    if re.search(OFFER, clause) and not re.search(
        r"就(?:可以|能)|一定能|肯定能|会|保证|能(?:到|送到|寄到|好|修好|办好|出来|退到|装好|给您)",
        clause,
    ):
        return bool(times) and bool(re.search(rf"(?:{OURS}).*(?:{THING_DEED})", clause)), False
    return None


def _weighed(clause: str, times: Sequence[SpokenTime], *, is_ours: bool) -> tuple[bool, bool]:
    """Who does what for whom, weighed together."""
    has_will = bool(re.search(f"{WILL}|{NOW}", clause))
    to_you = bool(
        re.search(rf"{TO_YOU}.{{0,14}}?(?:{DEED})|(?:{DEED})(?:给)?您|[回看退还寄找补赔]您", clause)
    )
    by_us = bool(re.search(rf"(?:{US}).{{0,24}}(?:{DEED})", clause))
    thing = bool(re.search(rf"(?:{OURS}).{{0,24}}(?:{THING_DEED})", clause))
    yours = bool(re.search(r"您.{0,16}(?:收到|接到|拿到|得到|看到|用上|知道)", clause))
    is_deed = bool(re.search(DEED, clause))
    if times:
        idle = bool(re.search(NOT_DEED, clause))
        to_you = to_you or (not idle and bool(re.search(rf"{TO_YOU}[^，,]", clause)))
        by_us = by_us or (not idle and bool(re.search(rf"^.{{0,30}}?(?:{US})[^，,的]", clause)))
        arrives = is_ours and bool(re.search(r"[到来去][。！!]?$", clause))
        bare = arrives or (
            is_deed and (has_will or is_ours or bool(re.search("把.{1,16}(?:给|到|您)", clause)))
        )
        short = is_deed and re.search(
            r"(?:前|内|之前|以内).{0,2}(?:给|到|退|回|寄|发|处理|解决|恢复|修|送|上门|到账|办|"
            r"补|搞定|完成|交|拿|换|装|查)",
            clause,
        )
        return bool(to_you or by_us or thing or yours or bare or short), has_will and to_you
    reach = bool(re.search(REACH, clause))
    return (is_deed or yours) and (has_will or to_you), has_will and reach and bool(
        to_you
        or by_us
        or yours
        or thing
        or re.search(rf"(?:会|将|一定|保证).{{0,12}}(?:{REACH})", clause)
    )
