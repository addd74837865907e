"""
Which language a text is written in, as BCP 47, or 'und' when it tells nothing.

Scripts answer first, because they are certain; then a naive Bayes model over byte n-grams among the
languages that customers of our installations write. One or two Latin words tell little, so they
count as English unless a hint says otherwise.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNKNOWN: Final = "und"
CANDIDATES: Final = (
    "en", "es", "de", "fr", "pt", "it", "nl", "pl", "ru", "uk", "tr", "sv", "da", "no",
    "cs", "ro", "hu", "id", "vi", "ar", "hi", "zh", "ja", "ko", "fi", "el", "he", "th",
)  # fmt: skip
LATIN: Final = frozenset(CANDIDATES[:7]) | {"pl", "sv", "da", "no", "cs", "ro", "hu", "fi"}
"""Languages of Latin letters in which a conversation goes on until a text shows another."""
WINDOW: Final = 1000
"""Code points that are looked at; the model's answer no longer changes after so many."""
FEW_WORDS: Final = 2
"""Up to so many Latin words, the model's guess is worse than the prior."""
EVERYDAY: Final = {
    "hola": "es", "gracias": "es", "buenas": "es", "buenos": "es", "adiós": "es", "vale": "es",
    "hallo": "de", "danke": "de", "guten": "de", "tschüss": "de", "tschüß": "de", "bitte": "de",
    "bonjour": "fr", "bonsoir": "fr", "merci": "fr", "salut": "fr",
    "olá": "pt", "obrigado": "pt", "obrigada": "pt", "grazie": "it", "buongiorno": "it",
}  # fmt: skip
"""Words of greeting and thanks, which give a language away even when they stand alone."""
SURE_AT: Final = 0.6
"""Below this chance a short Latin text stays with the prior; found on our own short lines."""
SHORT_WORDS: Final = 6

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002a6df]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af\u1100-\u11ff]")
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f]+(?:['\u2019][A-Za-z]+)?")
_SCRIPTS: Final = (
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_TAG = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)


def tells_little(text: str) -> bool:
    """Whether a text is a word or two in Latin letters that many languages could have written."""
    words = _LATIN_WORD.findall(text[:WINDOW])
    is_short = 0 < len(words) <= FEW_WORDS + 1 and _by_script(text[:WINDOW], len(words)) is None
    return is_short and not any(word.lower() in EVERYDAY for word in words)


def is_tag(hint: str) -> bool:
    """Whether a hint is shaped like a BCP 47 tag."""
    return _TAG.fullmatch(hint) is not None


_LOADER: Final = ThreadPoolExecutor(1, thread_name_prefix="language")


@cache
def _load() -> LanguageIdentifier:
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(list(CANDIDATES))
    return model


class LanguageFinder:
    """Finds the language of short texts; one per process is enough."""

    def __init__(self) -> None:
        """
        Begin to load the byte n-gram model that ships with py3langid.

        Unpacking it takes half a second of one core, in which a server can start the rest.
        """
        self._loading = _LOADER.submit(_load)

    @property
    def _model(self) -> LanguageIdentifier:
        return self._loading.result()

    def find(self, text: str, *, hint: str | None = None) -> str:
        """
        Name the language of a text.

        Args:
            text: as given; its first thousand code points decide.
            hint: what is known from elsewhere, such as the inbox; a well-formed one wins.
        """
        if hint and is_tag(hint):
            return hint
        head = text[:WINDOW]
        words = _LATIN_WORD.findall(head)
        return _by_script(head, len(words)) or self._among_latin(words)

    def _among_latin(self, words: list[str]) -> str:
        if not words:
            return UNKNOWN
        if len(words) <= FEW_WORDS:
            everyday = (EVERYDAY.get(word.lower()) for word in words)
            return next((language for language in everyday if language), "en")
        language, probability = self._model.classify(" ".join(words).lower())
        if len(words) <= SHORT_WORDS and float(probability) < SURE_AT:
            return "en"
        return str(language)


def _by_script(text: str, latin_words: int) -> str | None:
    """
    The language that the script alone gives away, or None.

    One Han character weighs as much as one Latin word, so that an English sentence with a Chinese
    name in it stays English.
    """
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    if kana and kana + han > latin_words:
        return "ja"
    if len(_HANGUL.findall(text)) > latin_words:
        return "ko"
    if han and han >= latin_words:
        return "zh"
    if len(_CYRILLIC.findall(text)) > latin_words:
        return "uk" if _UKRAINIAN.search(text) else "ru"
    for language, letters in _SCRIPTS:
        if len(letters.findall(text)) > latin_words:
            return language
    return None
