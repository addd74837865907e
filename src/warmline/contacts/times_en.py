"""The English words for times."""

from warmline.contacts.times_spaced import Lexicon

NUMBERS = {
    "an?": 1,
    "one": 1,
    "(?:a )?couple(?: of)?": 2,
    "half an?": 0.5,
    "half a": 0.5,
    "an?(?: hour)? and a half": 1.5,
    "one and a half": 1.5,
    "two": 2,
    "two and a half": 2.5,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "eighteen": 18,
    "twenty[- ]one": 21,
    "twenty[- ]eight": 28,
    "fifteen": 15,
    "twenty": 20,
    "twenty[- ]four": 24,
    "thirty": 30,
    "forty": 40,
    "forty[- ]five": 45,
    "forty[- ]eight": 48,
    "sixty": 60,
    "seventy[- ]two": 72,
    "ninety": 90,
}

ENGLISH = Lexicon(
    language="en",
    days={
        "the day after tomorrow": 2,
        "tomorrow": 1,
        "today|later on today": 0,
        "later today": 0,
        "(?:during|in the course of) the day": 0,
        "before we close(?: up)?": 0,
        "by the end of (?:my|our|this|the) shift": 0,
    },
    day_parts={
        "tonight": (0, "evening"),
        "this evening": (0, "evening"),
        "close of play tonight": (0, "end"),
        "this afternoon": (0, "afternoon"),
        "this morning": (0, "morning"),
        "first thing in the morning": (1, "first"),
        "tomorrow first thing": (1, "first"),
        "tomorrow(?:'s|’s)? lunch(?:time)?": (1, "noon"),
        "overnight": (1, "morning"),
        "by morning": (1, "morning"),
    },
    parts={
        "morning": "morning",
        "in the morning": "morning",
        "afternoon": "afternoon",
        "in the afternoon": "afternoon",
        "after lunch": "afternoon",
        "evening": "evening",
        "in the evening": "evening",
        "night": "night",
        "lunch(?:time)?": "noon",
        "(?:the )?end of (?:the |my |our )?(?:working |business )?(?:day|business|play)": "end",
        "close of (?:business|play|day)": "end",
        "(?:at|by|before) (?:close|closing(?: time)?|knocking[- ]off time)": "end",
        "(?:the )?end of": "end",
        "eod|cob": "end",
    },
    first_parts=("first thing", "start of business", "as soon as we open", "when we open"),
    weekdays=(
        r"mon(?:day)?",
        r"tue(?:s(?:day)?)?",
        r"wed(?:nesday)?",
        r"thu(?:r(?:s(?:day)?)?)?",
        r"fri(?:day)?",
        r"sat(?:urday)?",
        r"sun(?:day)?",
    ),
    months=(
        "jan(?:uary)?",
        "feb(?:ruary)?",
        "mar(?:ch)?",
        "apr(?:il)?",
        "may",
        "june?",
        "july?",
        "aug(?:ust)?",
        "sept?(?:ember)?",
        "oct(?:ober)?",
        "nov(?:ember)?",
        "dec(?:ember)?",
    ),
    next_week="next week(?: on)?|next|of next week",
    this_week="this coming|this|the coming|coming|this week on|this week",
    weeks={
        r"(?:(?:the )?end of |later |in |during |early |early in )?(?:this|the current) week": 0,
        (
            r"(?:the )?end of the week|in the course of the week|the week is (?:out|over)|"
            r"(?:the )?week(?:'s|’s) end"
        ): 0,
        r"(?:before|by|ahead of|this side of) the weekend|this side of the week(?:end)?": 0,
        r"(?:(?:the )?end of |later |in |during |early |early in |sometime )?next week": 1,
        r"the week after next": 2,
    },
    weekend=(
        r"(?:before )?the weekend is (?:out|over)|(?:over|at|during|on) the weekend|this weekend"
    ),
    month_ends={
        r"(?:(?:the )?end of |later |in )?this month|(?:the )?end of the month": 0,
        r"before the month is (?:out|over)|month[- ]end": 0,
        r"(?:(?:the )?end of )?next month": 1,
    },
    end_of_month=r"(?:the )?(?:end|close|last day) of MONTH",
    year_end=r"(?:the )?end of (?:the|this) year|(?:before )?the year is out",
    numbers=NUMBERS,
    articles=frozenset({"an?", "(?:a )?couple(?: of)?", "half an?", "half a"}),
    units={
        "minutes?|mins?": "minute",
        "hours?|hrs?|hr|h": "hour",
        "days?": "day",
        "weeks?": "week",
        "months?": "month",
    },
    working="working|business|week|trading",
    working_after="of work",
    within=(
        r"(?:within|inside|in|over|for|after|give (?:me|us|it|him|her|them)|another|"
        r"takes?|every|between|no (?:more|later|longer) than|not (?:more|longer) than|"
        r"less than|under|at most|up to|a maximum of|max(?:imum)?)"
        r"(?:\s+(?:of|the|next|coming|following|about|around|roughly|approximately|under|"
        r"less than|no more than|at most|max(?:imum)?|up to|between|another|just|only|maybe))*"
    ),
    after_length=(
        r"(?:from (?:now|today|this moment)|at (?:the )?(?:most|latest|very latest)|"
        r"max(?:imum)?|tops|['’]? time|,? then\b)"
    ),
    or_to=r"-|–|—|to|or|and|until|till",
    lengths={
        "(?:with)?in(?:side)? the(?: next)? hour": 60,
        "(?:with)?in(?: about| around)?(?: the next)? (?:an|one) hour and a half": 90,
        "(?:with)?in(?: about| around)? (?:two|2) and a half hours": 150,
        "(?:with)?in(?: about| around)? a quarter of an hour": 15,
        "(?:with)?in(?: about| around)? three[- ]quarters of an hour": 45,
        "(?:with)?in(?: about| around| the next)? half an? hour|(?:with)?in the half[- ]hour": 30,
        "give (?:me|us) half an hour": 30,
        "(?:with)?in(?: the next)? (?:a )?half[- ](?:an )?hour": 30,
        "half an hour from now": 30,
        "(?:with)?in(?: the next)? half a day": 12 * 60,
        "(?:with)?in (?:the next|a) day or (?:two|so)": 2 * 24 * 60,
        "in (?:the next|an?) hour or (?:two|so)": 2 * 60,
        "(?:with)?in(?: the next)? (?:a )?fortnight": 14 * 24 * 60,
        "a week from (?:today|now)": 7 * 24 * 60,
        "(?:with)?in the(?: next)? day": 24 * 60,
        "(?:with)?in the(?: next)? week": 7 * 24 * 60,
        "(?:with)?in the(?: next)? minute": 1,
    }
    | {
        # 'I'll call you back in 20': minutes go without saying.
        rf"in (?:about |around )?(?:{words})(?=\s*(?:[.,;!)]|$|and\b|then\b|with\b|or so\b))": n
        for words, n in (
            ("5|five", 5),
            ("10|ten", 10),
            ("15|fifteen", 15),
            ("20|twenty", 20),
            ("30|thirty", 30),
            ("40|forty", 40),
            ("45|forty[- ]five", 45),
        )
    },
    next_working_day="(?:the )?(?:next|following) (?:working|business) day",
    clock_before=(
        r"by|at|before|around|about|until|till|after|past|past about|no later than|"
        r"not later than|latest|for"
    ),
    clock_after=r"o['’]clock|sharp|hrs|hours",
    am=r"a\.m\.|am|a\.m",
    pm=r"p\.m\.|pm|p\.m",
    clock_words={
        "(?:12 )?noon|midday|mid-day": (12, 0),
        "midnight": (24, 0),
    },
    minutes_of={
        "half past": 30,
        "half": 30,
        "(?:a )?quarter past": 15,
        "(?:a )?quarter to": -15,
        "ten past": 10,
        "ten to": -10,
        "twenty past": 20,
        "twenty to": -20,
        "five past": 5,
        "five to": -5,
    },
    between="between|from",
    date_patterns=(
        r"(?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? MONTH\.?(?:,? (?P<year>20\d\d))?",
        r"MONTH\.? (?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,? (?P<year>20\d\d))?(?!\s*(?:am|"
        r"pm|:))",
        r"the (?P<day>[0-3]?\d)(?:st|nd|rd|th)",
        r"(?P<day>[0-3]?\d)/(?P<month>1[0-2]|0?[1-9])(?:/(?P<year>20\d\d))?",
    ),
    gap=(
        r"by|at|before|on|in|the|of|around|about|between|latest|no later than|and|around|this|"
        r"early|until|till|very|for|sharp"
    ),
    range_gap=r"-|–|—|to|or|and|through|until|till",
)
