"""
Time zones as people say them beside a time: '5 pm Eastern', '北京时间', 'hora de Canarias'.

A promise counts in the zone of the message unless another one is named. Short names such as CST
mean what they mean most often in the language that says them.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warmline.contacts.promise_times import Piece

SHORT_NAMES = {
    "(?-i:GMT|UTC)": "UTC",
    "(?-i:BST)": "Europe/London",
    "(?-i:W?CES?T|MEZ|MESZ)": "Europe/Berlin",
    "(?-i:E[SD]?T)": "America/New_York",
    "(?-i:C[SD]?T)": "America/Chicago",
    "(?-i:M[SD]?T)": "America/Denver",
    "(?-i:P[SD]?T)": "America/Los_Angeles",
    "(?-i:IST)": "Asia/Kolkata",
    "(?-i:SGT)": "Asia/Singapore",
    "(?-i:HKT)": "Asia/Hong_Kong",
    "(?-i:JST)": "Asia/Tokyo",
    "(?-i:AE[SD]T)": "Australia/Sydney",
    "(?-i:NZ[SD]?T)": "Pacific/Auckland",
}

PLACES: dict[str, dict[str, str]] = {
    "en": {
        "london|uk|british": "Europe/London",
        "irish|dublin": "Europe/Dublin",
        "paris|berlin|madrid|rome|central european|german|french|spanish": "Europe/Berlin",
        "new york|toronto|boston|us east(?:ern)?|eastern(?: (?:standard|daylight))?|east coast": (
            "America/New_York"
        ),
        "chicago|dallas|us central|central(?: (?:standard|daylight))?": "America/Chicago",
        "denver|mountain(?: (?:standard|daylight))?": "America/Denver",
        "west coast|us pacific|california|seattle|vancouver|pacific(?: (?:standard|daylight))?": (
            "America/Los_Angeles"
        ),
        "indian?|mumbai|delhi": "Asia/Kolkata",
        "singapore": "Asia/Singapore",
        "hong kong": "Asia/Hong_Kong",
        "beijing|china|chinese|shanghai": "Asia/Shanghai",
        "tokyo|japan(?:ese)?": "Asia/Tokyo",
        "sydney|melbourne": "Australia/Sydney",
        "auckland|new zealand": "Pacific/Auckland",
    },
    "es": {
        "madrid|españa|peninsular|la península": "Europe/Madrid",
        "canarias|canaria": "Atlantic/Canary",
        "méxico": "America/Mexico_City",
        "colombia|bogotá": "America/Bogota",
        "perú|lima": "America/Lima",
        "chile|santiago": "America/Santiago",
        "argentina|buenos aires": "America/Argentina/Buenos_Aires",
        "nueva york|miami|del este": "America/New_York",
        "londres": "Europe/London",
    },
    "de": {
        "berliner|deutscher|deutsche|wiener|schweizer|mitteleuropäischer": "Europe/Berlin",
        "londoner|britischer": "Europe/London",
        "new yorker": "America/New_York",
    },
    "zh": {
        "北京|中国|上海": "Asia/Shanghai",
        "香港": "Asia/Hong_Kong",
        "台北|台湾": "Asia/Taipei",
        "新加坡": "Asia/Singapore",
        "东京|日本": "Asia/Tokyo",
        "悉尼|墨尔本": "Australia/Sydney",
        "伦敦|英国": "Europe/London",
        "巴黎|柏林|欧洲中部|欧洲|德国|法国": "Europe/Berlin",
        "美东|美国东部|纽约|多伦多": "America/New_York",
        "美中|美国中部|芝加哥": "America/Chicago",
        "美西|美国西部|洛杉矶|旧金山|温哥华": "America/Los_Angeles",
    },
}

FORMS = {
    "en": r"(?<!\w)(?:{place})(?:['’]s)? time(?!\w)",
    "es": r"(?<!\w)(?:hora (?:de )?|horario (?:de )?)(?:{place})(?!\w)",
    "de": r"(?<!\w)(?:{place})(?: orts)? ?zeit(?!\w)",
    "zh": r"(?:{place})(?:当地)?时间",
}
"""How a place becomes a zone; an English one may stand alone after 'am' and 'pm'."""

ALONE = r"(?<=[ap]m )(?:{place})(?!\w)(?! (?:station|office|branch|europe))"


def zone_pieces(text: str, language: str) -> Iterator[Piece]:
    """
    The zones named in a text.

    Args:
        text: in which they are looked for.
        language: whose words for places are known.
    """
    pattern, names = _zones(language)
    for found in pattern.finditer(text):
        try:
            zone = ZoneInfo(names[found.lastgroup or ""])
        except ZoneInfoNotFoundError:  # a machine without the table of zones
            continue
        yield Piece(kind="zone", start=found.start(), end=found.end(), zone=zone)


@cache
def _zones(language: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """One pattern for all zones, and the zone of each of its groups."""
    forms = {f"(?<![A-Za-z]){short}(?![A-Za-z])": name for short, name in SHORT_NAMES.items()}
    for place, name in PLACES[language].items():
        forms[FORMS[language].format(place=place)] = name
        if language == "en":
            forms[ALONE.format(place=place)] = name
    groups = {f"zone{place}": form for place, form in enumerate(forms)}
    whole = "|".join(f"(?P<{group}>{form})" for group, form in groups.items())
    return re.compile(whole, re.IGNORECASE), {group: forms[groups[group]] for group in groups}
