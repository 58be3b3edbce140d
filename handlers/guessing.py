"""What a question is about: guessed from its words, for its writer to correct."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.i18n import Language
from catalog.glossary import LANGUAGES, Phrases
from catalog.models import Page, Place, Query, Topic
from catalog.text import content, guess_language, words

_LEGAL = ("detainers", "federal-funding", "287g")
"""Topics on which partners answer legal questions."""

_EMERGENCY = re.compile(
    r"\b(?:"
    r"raids?|raided|raiding|detained|deported|being (?:arrested|deported|held|taken)|"
    r"(?:arrested|taken|picked up|grabbed|held|stopped) by (?:ice|immigration|agents)|"
    r"(?:ice|agents?) (?:(?:just|has|have|agents?|officers?|already) )*"
    r"(?:took|arrested|grabbed|picked up|came|showed up)|"
    r"(?:ice|la migra|agents?|officers?) (?:is|are) "
    r"(?:here|outside|inside|now|at (?:the|my|our|a|his|her|their)|in (?:the|my|our)|"
    r"on (?:the|my|our)|coming|knocking|arresting|taking)|"
    r"redadas?|detenid[oa]s?|detuvieron|detuvo|deteniendo|deportad[oa]s?|deportando|"
    r"arrestaron|arrestando|arrestad[oa]s?|(?:se )?(?:lo|la|los|las) llevaron|"
    r"se llevaron a|(?:ice|migra|agentes?) (?:ya )?(?:esta|estan|anda|andan|llego|llegaron|"
    r"vino|vinieron|entro|entraron|toca|tocan)"
    r")\b"
)
"""Words of something that is happening to somebody, in either language, on folded words."""

_KINDS: Sequence[tuple[str, re.Pattern[str]]] = (
    (
        "webinar-access",
        re.compile(
            r"\b(?:webinars?|recordings?|passwords?|contrasenas?|seminarios? web|grabacion)"
        ),
    ),
    (
        "new-or-updated-document",
        re.compile(
            r"\b(?:newer|updated?|updates|outdated|out of date|current version|latest version|"
            r"new version|actualiz\w+|desactualiz\w+|version (?:nueva|reciente|actual)|"
            r"nueva version)\b"
        ),
    ),
    (
        "take-action-event",
        re.compile(
            r"\b(?:events?|rally|rallies|convening|sign on|take action|attend|eventos?|"
            r"marcha|convencion|asistir|firmar)\b"
        ),
    ),
    (
        "connect-expert",
        re.compile(
            r"\b(?:experts?|(?:speak|talk|call|meet) (?:to|with)|put us in touch|"
            r"personas? expertas?|expert[oa]s?|hablar con|reunirnos? con|llamada con)\b"
        ),
    ),
)
"""Kinds that their own words give away, the surest first."""

_SCHOOL = re.compile(
    r"\b(?:resolutions?|board|district|polic(?:y|ies)|text|template|vote|draft\w*|"
    r"resolucion(?:es)?|junta|distrito|politicas?|texto|modelo|votar|redact\w+)\b"
)
_LAW = re.compile(
    r"\b(?:legal(?:ly|mente)?|illegal|lawful(?:ly)?|unlawful|laws?|liab\w+|sue|sued|lawsuits?|"
    r"courts?|constitution\w*|required|obliged|(?:can|may|must|should|could) "
    r"(?:we|our|a|the|they|ice|dhs|doj)|do we have to|ilegal|ley|leyes|demanda\w*|tribunal\w*|"
    r"constitucion\w*|obligad[oa]s?|podemos|puede[n]?|debemos|tenemos que|perder)\b"
)
_POLICY = re.compile(
    r"\b(?:ordinances?|polic(?:y|ies)|directives?|draft\w*|executive orders?|resolutions?|"
    r"legislation|model language|bills?|ordenanzas?|directivas?|politicas?|redact\w+|"
    r"resolucion(?:es)?|proyecto de ley|orden ejecutiva)\b"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind of request, a topic's id or nothing, a place or none, and a language."""

    kind: str
    topic: str
    place: Place | None
    language: Language


def guess(found: Page, topics: tuple[Topic, ...], *, home: Place | None, reads: Language) -> Guess:
    """What a question is about, by its words and by the best that the library has on it.

    `home` and `reads` are its writer's own place and language, which hold where the words say
    nothing.
    """
    said = words(found.query.words)
    topic = _named(said, topics) or _filed(found)
    place = _place(found.query, home)
    return Guess(_kind(" ".join(said), topic), topic, place, guess_language(said) or reads)


def is_emergency(question: str) -> bool:
    """Whether it may be about something that is happening to somebody now.

    It says yes too often rather than too seldom: a plan for raids costs its writer one panel.
    """
    return bool(_EMERGENCY.search(" ".join(words(question))))


def _kind(said: str, topic: str) -> str:
    for kind, pattern in _KINDS:
        if pattern.search(said):
            return kind
    if topic == "schools" and _SCHOOL.search(said):
        return "school-resolution"
    if topic in _LEGAL and _LAW.search(said):
        return "legal-question-detainers-funding"
    return "directive-policy-design" if _POLICY.search(said) else "general-assistance"


def _filed(found: Page) -> str:
    """The topic under which most of what was found is filed; of the best, among equals."""
    filed = Counter(topic for hit in found.hits for topic in hit.resource.topics)
    return max(filed, key=lambda topic: filed[topic], default="")


def _named(said: Sequence[str], topics: tuple[Topic, ...]) -> str:
    """The topic whose own words cover most of a question; the one named first among equals."""
    weights: dict[str, int] = {}
    for language in LANGUAGES:
        for span in _phrases(topics).find(content(said), language):
            for name in span.names:
                weights[name] = weights.get(name, 0) + span.stop - span.start
    return max(weights, key=lambda name: weights[name], default="")


@lru_cache(maxsize=2)
def _phrases(topics: tuple[Topic, ...]) -> Phrases:
    return Phrases(entry for topic in topics for entry in _said_of(topic))


def _said_of(topic: Topic) -> Iterator[tuple[str, Language, str]]:
    for phrase in (topic.name_en, *topic.synonyms_en):
        yield topic.id, "en", phrase
    for phrase in (topic.name_es, *topic.synonyms_es):
        yield topic.id, "es", phrase


def _place(asked: Query, home: Place | None) -> Place | None:
    """The place that is named; of several, one's own, else a city whose state is named too."""
    named = [each for each in (*asked.places, *asked.near) if not each.is_national]
    if not named or home in named:
        return home
    cities = (each for each in named if each.city and Place(each.iso) in named)
    return next(cities, named[0])
