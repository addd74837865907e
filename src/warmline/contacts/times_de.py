"""The German words for times."""

from warmline.contacts.times_spaced import Lexicon

GERMAN = Lexicon(
    language="de",
    days={
        "übermorgen": 2,
        "(?<!am )(?<!jeden )morgen(?! früh)": 1,
        "heute": 0,
        "im Laufe des Tages": 0,
    },
    day_parts={
        "heute Abend": (0, "evening"),
        "heute Nacht": (0, "evening"),
        "heute Nachmittag": (0, "afternoon"),
        "heute Vormittag": (0, "morning"),
        "heute Mittag": (0, "noon"),
        "morgen früh": (1, "morning"),
        "morgen Vormittag": (1, "morning"),
        "morgen Mittag": (1, "noon"),
        "morgen Nachmittag": (1, "afternoon"),
        "morgen Abend": (1, "evening"),
        "(?:gleich )?morgen früh als Erstes|gleich morgen früh": (1, "first"),
    },
    parts={
        "(?:am )?Vormittag|vormittags|am Morgen|morgens|früh": "morning",
        "(?:am )?Mittag|mittags": "noon",
        "(?:am )?Nachmittag|nachmittags": "afternoon",
        "(?:am )?Abend|abends": "evening",
        (
            "(?:zum |bis zum )?(?:Feierabend|Geschäftsschluss|Ende des Tages|Tagesende|"
            "Dienstschluss)"
        ): "end",
    },
    first_parts=("als Erstes", "gleich früh"),
    weekdays=(
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag|Sonnabend",
        "Sonntag",
    ),
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    next_week="nächsten|nächster Woche|kommende Woche|nächste Woche|übernächsten",
    this_week="diesen|kommenden|dieser Woche|diese Woche",
    weeks={
        (
            "(?:im Laufe )?(?:dieser Woche|diese Woche|der Woche)|(?:zum |bis )?Ende der Woche|"
            "bis Wochenende"
        ): 0,
        (
            "(?:im Laufe |Ende |Anfang )?(?:der nächsten|nächster|nächste|kommender|kommende|"
            "der kommenden) Woche"
        ): 1,
    },
    weekend="(?:am|dieses|übers) Wochenende",
    month_ends={
        "(?:zum |bis )?(?:Monatsende|Ende des Monats)|diesen Monat": 0,
        "(?:im )?nächsten Monat": 1,
    },
    end_of_month="Ende MONTH",
    year_end="(?:zum |bis )?Jahresende|Ende des Jahres",
    articles=frozenset(),
    numbers={
        "einen|einer|einem|eines|eine|ein": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
        "elf": 11,
        "zwölf": 12,
        "fünfzehn": 15,
        "zwanzig": 20,
        "dreißig": 30,
        "vierundzwanzig": 24,
        "eineinhalb": 1.5,
        "anderthalb": 1.5,
        "einer halben|eine halbe": 0.5,
    },
    units={
        "Minuten?|Min": "minute",
        "Stunden?|Std": "hour",
        "Werktage?n?|Arbeitstage?n?": "workday",
        "Tage?n?": "day",
        "Wochen?": "week",
        "Monate?n?s?": "month",
    },
    working="Werk|Arbeits",
    working_after="Arbeitszeit",
    within=(
        "(?:innerhalb(?: von)?|binnen|in|nach|spätestens in|geben Sie mir|alle|dauert)"
        "(?: (?:den nächsten|der nächsten|etwa|rund|maximal|höchstens|ca|nur|von))*"
    ),
    after_length="ab jetzt|ab heute|maximal|höchstens",
    or_to="-|–|bis|oder|und",
    lengths={
        "in einer halben Stunde|innerhalb einer halben Stunde": 30,
        "in einer Viertelstunde": 15,
        "in einer Dreiviertelstunde": 45,
    },
    next_working_day="(?:am )?nächsten (?:Werktag|Arbeitstag)",
    clock_before="bis|um|vor|gegen|ab|spätestens|spätestens um|bis spätestens",
    clock_after="Uhr|h",
    am="morgens|vormittags|früh",
    pm="nachmittags|abends",
    clock_words={"12 Uhr mittags|mittags": (12, 0), "Mitternacht": (24, 0)},
    minutes_of={"halb": -30, "viertel nach": 15, "viertel vor": -15, "Viertel nach": 15},
    between="zwischen|von",
    date_patterns=(
        r"(?P<day>[0-3]?\d)\. MONTH(?: (?P<year>20\d\d))?",
        r"(?P<day>[0-3]?\d)\.(?P<month>1[0-2]|0?[1-9])\.(?P<year>20\d\d)?",
    ),
    gap="bis|um|vor|am|im|in|der|den|dem|spätestens|zum|gegen|zwischen|und|Uhr|von|auch",
    range_gap="-|–|bis|oder|und|bis zum",
)
