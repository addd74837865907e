"""
How Chinese says a time: the pieces of it in a text, without spaces to go by.

What the pieces mean is known to `promise_times`.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from warmline.contacts.promise_times import (
    FRIDAY,
    SUNDAY,
    Calendar,
    Clock,
    Half,
    Part,
    Piece,
    SpokenTime,
    is_countable,
    join_pieces,
    matches,
)
from warmline.contacts.zones import zone_pieces

NUM = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)"
TO = r"(?:-|–|—|~|～|至|到|或|、)"

DIGIT = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

MINUTES = {
    "分钟": 1, "小时": 60, "钟头": 60, "天": 1440, "日": 1440, "周": 10080, "星期": 10080,
    "礼拜": 10080,
}  # fmt: skip

DAYS = {
    "大后天": 3,
    "后天|后日": 2,
    "明天|明日|明儿|次日|第二天|隔天": 1,
    "今天|今日|今儿|当天|当日|本日": 0,
}

DAY_PARTS: dict[str, tuple[int, Part]] = {
    "今晚|今夜": (0, "evening"),
    "明晚": (1, "evening"),
    "后晚": (2, "evening"),
    "明早一上班|明天?一大?早|明早第一时间": (1, "first"),
    "明早|明晨": (1, "morning"),
    "今早": (0, "morning"),
    "今午": (0, "noon"),
    "(?:今天)?(?:晚些时候|晚点儿?|稍晚些?)(?=之?前|给|回|联)": (0, "end"),
}

PARTS: dict[str, Part] = {
    "一大?早|一上班|上班后?第一时间|一开门|开门后|上班后|(?<=[天早日])第一时间": "first",
    "天黑(?:之)?前|入夜前|晚饭前": "afternoon",
    "清晨|早上|早晨|上午|午前": "morning",
    "(?:中|午)饭(?:之)?前|饭点前": "noon",
    "中午|午间|正午": "noon",
    "下午|午后|傍晚": "afternoon",
    "晚上|晚间|夜里|夜间": "evening",
    "凌晨|半夜": "night",
    "下班(?:之)?前?|收工前|营业结束前?|打烊前|闭店前|日终": "end",
    "(?<=天)结束前|(?<=天)之内|(?<=天)内": "end",
}

WEEKS = {
    "(?<![一二两三四五六七八九十几半下本这\\d个])周内|(?:本|这)?周五?收工前": 0,
    "(?:本周|这周|这一周|本星期|这个?星期|这个?礼拜|周末之?前)(?![一二三四五六日天末\\d])": 0,
    "(?:下个?周|下个?星期|下个?礼拜)(?![一二三四五六日天末\\d])": 1,
    "(?:下下周|下下个?星期)(?![一二三四五六日天末\\d])": 2,
}

MONTH_ENDS = {
    "(?:本|这个?|当)?月(?:底|末)": 0,
    "(?:本月|这个月|当月)(?![底末\\d一二三])": 0,
    "下个?月(?:底|末)?(?![\\d一二三])": 1,
}

WEEKDAY = (
    r"(?P<week>下下个?|下个?|本|这个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])"
    r"(?!\s*(?:内|以内|之内))"
)

LENGTHS = {
    "半个?(?:小时|钟头)": 30,
    "一刻钟": 15,
    "三刻钟": 45,
    "半天": 12 * 60,
}

DEADLINE = r"(?:之内|以内|内|之后|以后|后(?!天|日)|左右)"
BEFORE_LENGTH = (
    r"(?:最多|最快|最慢|最迟|最晚|最长|不超过|需要?|再等|等我|给我|稍等|等|再给我|容我|花|大约|"
    r"大概|差不多|约|预留)"
)


def spoken_times_zh(text: str, calendar: Calendar) -> list[SpokenTime]:
    """Find the times said in a Chinese text, in order."""
    found = [
        *_lengths(text, calendar),
        *_days(text, calendar),
        *_clocks(text),
        *zone_pieces(text, "zh"),
    ]
    return join_pieces(
        text,
        found,
        calendar,
        gap=matches(r"[\s的（(）)]*(?:最晚|最迟|在|之?前|以前|到|至|-|~)?[\s的（(]*"),
        is_range=matches(rf"\s*{TO}\s*"),
    )


def _lengths(text: str, calendar: Calendar) -> Iterator[Piece]:
    amount = rf"(?P<low>{NUM})(?:\s*{TO}\s*(?P<high>{NUM}))?\s*"
    for found in re.finditer(
        rf"{amount}个?(?:完整的?)?(?P<unit>工作日|工作小时|个工时)(?:{DEADLINE})?", text
    ):
        count = _number(found["high"] or found["low"])
        if not is_countable(count, is_working=True):
            continue
        is_day = found["unit"] == "工作日"
        due_at = (
            calendar.working_days(max(1, round(count))) if is_day else calendar.working_hours(count)
        )
        yield _exact(found, due_at)
    unit = r"个?(?P<half>半)?(?P<unit>小时|钟头|分钟|天|日|周|星期|礼拜)"
    for pattern in (rf"{amount}{unit}(?:时间)?{DEADLINE}", rf"{BEFORE_LENGTH}\s*{amount}{unit}"):
        for found in re.finditer(pattern, text):
            count = _number(found["high"] or found["low"]) + (0.5 if found["half"] else 0)
            if is_countable(count):
                length = timedelta(minutes=count * MINUTES[found["unit"]])
                yield _exact(found, calendar.sent_at + length)
    for found in re.finditer(rf"(?P<low>{NUM})个月{DEADLINE}", text):
        if not is_countable(_number(found["low"])):
            continue
        last = calendar.month_end(round(_number(found["low"])))
        day = last.replace(day=min(calendar.today.day, last.day))
        yield _exact(found, calendar.at(day, calendar.sent_at.time()))
    for words, minutes in LENGTHS.items():
        for found in re.finditer(rf"(?:{words})(?:之?内|以内|之?后|以后|左右)?", text):
            yield _exact(found, calendar.sent_at + timedelta(minutes=minutes))
    for found in re.finditer("(?:下一?个?|次|第二个)工作日", text):
        day = calendar.working_days(1).date()
        yield Piece(kind="day", start=found.start(), end=found.end(), day=day)


def _exact(found: re.Match[str], due_at: datetime) -> Piece:
    return Piece(kind="exact", start=found.start(), end=found.end(), due_at=due_at)


def _number(text: str) -> float:
    """A number in figures or characters; '三五' and '两三' mean the larger one."""
    if text[0].isdigit():
        return float(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10.0 * (DIGIT[tens[-1]] if tens else 1) + (DIGIT[ones[-1]] if ones else 0)
    return float(DIGIT[text[-1]])


def _days(text: str, calendar: Calendar) -> Iterator[Piece]:
    for words, ahead in DAYS.items():
        for found in re.finditer(words, text):
            day, place = calendar.in_days(ahead), found.span()
            yield Piece(kind="day", start=place[0], end=place[1], day=day, leads=ahead > 0)
    for words, (ahead, name) in DAY_PARTS.items():
        for found in re.finditer(words, text):
            day, place = calendar.in_days(ahead), found.span()
            leads = ahead > 0
            yield Piece(kind="day", start=place[0], end=place[1], day=day, part=name, leads=leads)
    for words, name in PARTS.items():
        for found in re.finditer(words, text):
            yield Piece(kind="part", start=found.start(), end=found.end(), part=name)
    yield from _weekdays(text, calendar)
    ends = [
        *((words, calendar.weekday(FRIDAY, week=week)) for words, week in WEEKS.items()),
        *((words, calendar.month_end(month)) for words, month in MONTH_ENDS.items()),
        ("(?:本|这个?)?周末(?!之?前)", calendar.weekday(SUNDAY, week=0)),
        ("(?:今年)?年底", calendar.today.replace(month=12, day=31)),
    ]
    for words, day in ends:
        for found in re.finditer(words, text):
            yield Piece(kind="day", start=found.start(), end=found.end(), day=day)
    yield from _dates(text, calendar)


def _weekdays(text: str, calendar: Calendar) -> Iterator[Piece]:
    for found in re.finditer(WEEKDAY, text):
        name = found["day"]
        place = SUNDAY if name in "日天" else int(DIGIT.get(name, 0) or int(name)) - 1
        week = found["week"] or ""
        ahead = 2 if week.startswith("下下") else 1 if week.startswith("下") else None
        ahead = 0 if week.startswith(("本", "这")) else ahead
        day = calendar.weekday(place, week=ahead)
        yield Piece(kind="day", start=found.start(), end=found.end(), day=day)


def _dates(text: str, calendar: Calendar) -> Iterator[Piece]:
    pattern = (
        rf"(?:(?P<year>20\d\d)年)?(?:(?P<month>{NUM})月|(?P<later>下个?月)|本月|这个月)?"
        rf"(?P<day>{NUM})(?:号|日(?!内|之内|以内|后|左右))"
    )
    for found in re.finditer(pattern, text):
        month = _number(found["month"]) if found["month"] else None
        if found["later"]:
            month = (calendar.month_end() + timedelta(days=1)).month
        try:
            day = calendar.day_of_month(
                round(_number(found["day"])),
                None if month is None else round(month),
                int(found["year"]) if found["year"] else None,
            )
        except (ValueError, OverflowError):
            continue
        yield Piece(kind="day", start=found.start(), end=found.end(), day=day)


def _clocks(text: str) -> Iterator[Piece]:
    hour = r"(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,3})"
    part = "(?:早上|上午|(?P<pm>中午|下午|傍晚|晚上))?"
    some = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:[点时:：]\d{0,2}分?|点半)?"
    minute = (
        r"(?:(?P<half>半)|(?P<quarter>一刻)|"
        r"(?P<minute>[0-5]\d|[一二三四五]?十[一二三四五六七八九]?)分?)"
    )
    spoken = rf"{hour}(?:点钟?|时(?!间|候|段)){minute}?(?:整)?"
    written = r"(?<![\d])(?P<hour>[01]?\d|2[0-4])[:：](?P<minute>[0-5]\d)(?!\d)"
    for pattern in (
        rf"{some}\s*{TO}\s*{part}{spoken}",
        rf"{some}\s*{TO}\s*{part}{written}",
        spoken,
        written,
    ):
        for found in re.finditer(pattern, text):
            groups = found.groupdict()
            hours = round(_number(groups["hour"]))
            if hours > 24:
                continue
            minutes = _minutes(groups)
            is_morning = groups["hour"].startswith("0") and hours > 0
            half: Half = "pm" if groups.get("pm") else "am" if is_morning else None
            clock = Clock(hour=hours, minute=minutes, half=half)
            yield Piece(kind="clock", start=found.start(), end=found.end(), clock=clock)


def _minutes(groups: dict[str, str | None]) -> int:
    if groups.get("half"):
        return 30
    if groups.get("quarter"):
        return 15
    minute = groups.get("minute")
    return round(_number(minute)) if minute else 0
