"""The German patterns of promising."""

from warmline.contacts.commitments import Grammar

_WHO = (
    r"(?:ich|wir|er|sie|jemand|(?-i:[A-ZÄÖÜ][a-zäöüß]+)|(?:mein|meine|unser|unsere|der|die|ein|"
    r"eine)"
    r"(?: [\w-]+){0,2}? (?:Kolleg(?:e|in)|Technikerin|Techniker|Monteurin|Monteur|Team|Fahrerin|"
    r"Fahrer|Abschleppdienst|Leiterin|Leiter|Vorgesetzte[rn]?|Kundendienst|Mitarbeiterin|"
    r"Mitarbeiter|"
    r"Abteilung|Werkstatt))"
)
_YOU = r"(?:Sie|Ihnen|dich|dir|sich bei Ihnen|mich bei Ihnen|uns bei Ihnen|sich|mich|uns)"
_CALL = (
    r"(?:rufe|rufen|ruft|melde|melden|meldet|schicke|schicken|schickt|sende|senden|sendet|schreibe|"
    r"schreiben|schreibt|erstatte|erstatten|überweise|überweisen|liefere|liefern|antworte|"
    r"antworten|"
    r"informiere|informieren|benachrichtige|benachrichtigen|gebe|geben|gibt|kläre|klären|repariere|"
    r"reparieren|schalte|schalten|stelle|stellen|baue|bauen|hole|holen|buche|buchen|storniere|"
    r"stornieren|verlängere|verlängern|richte|richten|ersetze|ersetzen|montiere|montieren|tausche|tauschen|bringe|bringen|sage|sagen)"
)

_ALWAYS = r"\b(?:(?:mon|diens|donners|frei|sams|sonn|werk|feier|wochen)tags|mittwochs|sonnabends)\b"
"""Opening hours: their times are nobody's due time."""

_THIRD = (
    r"(?:Airline|Fluggesellschaft|Bahn|Zoll|Polizei|Gericht|Behörde|Regierung|Ministerium|"
    r"Botschaft|Konsulat|Stadt|Gemeinde|Finanzamt|Hersteller|Verlag|Universität|Veranstalter|"
    r"Vermieter|Gegenseite|Lieferant|Spedition)"
)
"""Others than the house that writes; what they do is theirs."""

GERMAN_PROMISES = Grammar(
    strong=(
        rf"\bund melde mich\b|{_CALL} (?:ich|wir) Ihr\w*\b|"
        rf"{_WHO} {_CALL} {_YOU}\b|{_CALL} (?:ich|wir) {_YOU}\b|"
        r"(?:ich|wir) verspreche\w* (?:Ihnen|dir)|"
        rf"(?:{_WHO} (?:werde|werden|wird)|(?:werde|werden) (?:ich|wir)) "
        r"(?=[^.!?]*\b(?:anrufen|zurückrufen|melden|schicken|senden|schreiben|erstatten|überweisen|"
        r"liefern|antworten|informieren|benachrichtigen|reparieren|austauschen|ersetzen|"
        r"Bescheid)\b)|"
        r"Sie (?:hören|bekommen|erhalten) (?:von|eine|einen|ein|das|den|die|Ihr\w*|Ihre)"
    ),
    timed=(
        rf"{_WHO} (?:werde|werden|wird|kommt|komme|kommen|ist|sind|fährt|{_CALL})\b|"
        r"(?:werde|werden|wird|kommt|kommen|ist) (?:ich|wir|der|die|das|ein|eine|unser\w*|Ihr\w*)|"
        r"(?:Ihr|Ihre|Das|Der|Die|Es) (?:\w+ ){0,3}?(?:wird|ist|kommt|geht|sind|werden)\b|"
        r"(?!(?:habe|hatte|hätte|hoffe|denke|glaube|könnte|möchte|würde|wäre|bitte|brauche|verstehe|"
        r"sehe|wünsche|wollte|sollte|musste|müsste|versuche)n? )[a-zäöüß]{2,}(?:e ich|en wir)\b|"
        r"(?:steht|klingelt|ruft|bringt|liefert|repariert|tauscht|holt|baut|montiert) "
        r"(?:Herr|Frau|unser\w*|ein\w*|der|die|mein\w*)\b|"
        r"haben Sie (?:den|die|das|Ihr\w*)\b|"
        r"Sie (?:haben|werden|hören|bekommen|erhalten)\b|(?:Strom|Wasser|Gas) (?:ist|wird)"
    ),
    weak_deed=r"prüfe|nachsehen|schaue|frage|nachfragen|kläre",
    not_deed=r"nicht|nie\b|gern\w*|leider",
    veto_before=(
        r"\b(?:nicht|bitte|nie|vielleicht|wahrscheinlich|vermutlich|hoffe|hoffen|hoffentlich|"
        r"eventuell|"
        r"möglicherweise|glaube|denke|könnte|könnten|würde|würden|sagte|meinte|schrieb|versprach|"
        r"normalerweise|üblicherweise|in der Regel|gestern|voraussichtlich|versuche|versuchen|"
        r"niemand|ob|falls Sie|wenn Sie|laut (?:\w+ )?\w+|"
        rf"(?:der|die|das|Ihr|Ihre) {_THIRD} (?:wird|werden|kommt|ist|will|plant))\b|"
        r"\bkann (?:ich|Ihnen)\b|\bkönnen wir\b"
    ),
    veto_after=(
        r"wenn Sie (?:möchten|wollen|mögen)|falls Sie|hoffentlich|wahrscheinlich|\bvielleicht\b|"
        r"\bnicht\b|\bgeöffnet\b|\bfällig\b|\bkein\w*\b|\bvoraussichtlich\b|"
        rf"^[^,;:–—()]*{_ALWAYS}"
    ),
    condition=(r"\b(?:wenn|falls|sobald|nachdem) Sie (?!nichts|uns nicht|bis)|\bsollten Sie\b"),
    tag=r",?\s*(?:in Ordnung|okay|ok|einverstanden|passt das(?: Ihnen)?|ja)",
    and_deed=rf"und (?:{_CALL}|komme|kommt|werde)\b",
    not_time_before=r"seit|vom|Ihr(?:e|em|er|en)? (?:Nachricht|Anruf|Schreiben|Rechnung) vom?",
    lends=r"^geben Sie mir",
    policy=(
        r"\b(?:normalerweise|üblicherweise|in der Regel|meistens|Öffnungszeiten|geöffnet|"
        r"generell|grundsätzlich|alle Kunden|dauert in der Regel|"
        r"(?:alle|jede[rs]?|sämtliche) (?:Bestellung(?:en)?|Retouren?|Rückgaben?|Erstattung(?:en)?|"
        r"Pakete?|Anfragen?|Beschwerden?|Kunden|Kundinnen))\b"
    ),
    denial=rf"\b(?:nicht|kein\w*|nie|niemand|unmöglich|leider)\b|{_ALWAYS}",
    disclaimed=(
        r"nicht in unserer Hand|liegt nicht (?:an|bei) uns|haben wir keinen Einfluss|"
        r"entscheiden (?:nicht wir|wir nicht)|"
        rf"\b(?:{_THIRD} (?:hat |haben )?(?:uns )?(?:teilt|sagt|meldet|schreibt|verspricht|"
        rf"informiert|mitgeteilt|gesagt|angekündigt|kündigt)|laut (?:der |dem |des )?{_THIRD})\b"
    ),
    finding=(
        r"\b(?:wenn|falls|sofern|sollten?) (?!Sie\b)(?:(?!\b(?:nicht|kein\w*)\b)[^,;.]){1,70}?"
        r"\b(?:bestätigt|ergibt|zeigt|genehmigt|bewilligt|zustimmt|anerkannt|feststell\w+|"
        r"vorliegt|herausstell\w+|ergeben|zeigen|bestätigen|gedeckt|stattgegeben|unser Fehler)"
    ),
    leads_with_object=True,
)
