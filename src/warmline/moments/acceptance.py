"""
Whether somebody takes up the person that an assistant has just offered.

"Yes please" asks for nothing by itself; after "shall I connect you with a colleague?" it asks for
a person in plain words. Both sentences are needed: the program's offer, and how the answer begins.
"""

import re
from typing import Final

LONGEST_YES: Final = 160  # letters; whoever writes more has something else to say as well
_OFFERED: Final = re.compile(
    r"""
    \b(?:connect|put|transfer|pass|hand|switch|get|bring|fetch|find|call|ask|speak|talk|chat)\w*
      \b[^.!?]{0,40}\b(?:colleagues?|agents?|person|human|advis[eo]rs?|specialists?|operators?
      |representatives?|somebody|someone|team|staff|manager)\b[^.!]{0,60}\?
    | (?:接通|转接?|转给|安排|联系|连线|找)[^。！？?]{0,8}
      (?:顾问|同事|人工|客服|专员|专人|坐席|经理|真人|工作人员)[^。！]{0,10}[？?]
    | (?:需要|要不要|是否|可以|要)[^。！？?]{0,10}
      (?:人工|顾问|同事|专员|客服|真人)[^。！]{0,10}[？?]
    | \b(?:paso|pase|pongo|ponga|conect\w+|transfier\w+|deriv\w+|hablar)\b[^.!?]{0,30}
      \b(?:compañer\w+|agente|persona|asesor\w*|gestor\w*|humano)\b[^.!]{0,40}\?
    | \b(?:verbind\w+|weiterleit\w+|übergeb\w+|durchstell\w+|sprechen|holen?)\b[^.!?]{0,40}\?
    | \b(?:kolleg\w+|mitarbeiter\w*|berater\w*|menschen)\b[^.!?]{0,40}
      \b(?:verbind\w+|weiterleit\w+|übergeb\w+|sprechen|holen)\b[^.!]{0,20}\?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_YES: Final = re.compile(
    r"""
    ^\W*(?:
      (?:oh\s|um\s|hm+\s|well\s|ok(?:ay)?\W+)?(?:yes|yeah|yep|yup|yea|ye|aye|sure|please|pls|plz
      |go\s(?:on|ahead)|do\s(?:that|so|it|please)|that(?:'d|\swould)|absolutely|definitely|of\scourse
      |i(?:'d|\swould)\s(?:like|love|appreciate)|ok(?:ay)?|alright|right|fine|gladly)\b
      | (?:好|要的?|可以|行|嗯|是的?|对|需要|麻烦|请|接|转|那就|那好|那行|中|得|快)
        (?!像|不|是不|吗|么)
      | (?:sí|si|vale|claro|por\sfavor|adelante|de\sacuerdo|venga|perfecto|gracias,?\ssí)\b
      | (?:ja|jo|gern\w*|bitte|okay|ok|klar|in\sordnung|einverstanden|machen\ssie|das\swäre)\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BUT: Final = re.compile(
    r"""
    \b(?:not|no|don't|dont|rather|but\sfirst|later|never\smind)\b
    | 不用|不要|不必|先不|算了|等等再|以后
    | \b(?:no|luego|prefiero)\b | \b(?:nicht|nein|lieber|später)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def accepts_person(offer: str, reply: str) -> bool:
    """
    Whether a contact's reply takes up a person whom the assistant's last words offered.

    Args:
        offer: what the assistant said just before.
        reply: what the contact said to it.
    """
    if not _OFFERED.search(offer) or len(reply) > LONGEST_YES:
        return False
    yes = _YES.match(reply)
    return yes is not None and not _BUT.search(reply[yes.end() :])
