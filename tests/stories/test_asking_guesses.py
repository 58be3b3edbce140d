"""What a question says of itself: its kind, topic, place and language, and whether it is urgent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Language
from catalog import Catalog
from catalog.models import Page, Place, Query
from handlers.guessing import Guess, guess, is_emergency
from handlers.views.wording import REQUEST_KINDS

IOWA = Place("US-IA", "Cedar Falls")


@pytest.fixture(scope="module")
def catalog(library: Path) -> Iterator[Catalog]:
    with Catalog.open(library) as catalog:
        yield catalog


def guessed(
    catalog: Catalog, question: str, home: Place | None = None, reads: Language = "en"
) -> Guess:
    found = catalog.search(question, limit=3, language=reads, home=home)
    return guess(found, catalog.topics(), home=home, reads=reads)


@pytest.mark.parametrize(
    "question",
    [
        "There is a raid at the meat plant",
        "ICE RAIDS downtown right now",
        "A constituent was detained this morning",
        "My neighbor got arrested by ICE",
        "ICE is here",
        "ICE agents are at the school",
        "Agents are outside our office",
        "ICE took two workers",
        "They were picked up by immigration",
        "Someone is being deported tomorrow",
        "Hay una redada en el centro",
        "REDADAS hoy",
        "Tienen detenido a mi vecino",
        "Hay dos mujeres detenidas",
        "ICE detuvo a un padre",
        "Se llevaron a mi hermano",
        "Se lo llevaron esta mañana",
        "La migra está afuera",
        "Llegaron agentes: ICE llegó a la fábrica",
        "Están deteniendo a la gente",
        "Arrestaron a una familia",
    ],
)
def test_what_is_happening_to_somebody_is_an_emergency(question: str) -> None:
    assert is_emergency(question)


@pytest.mark.parametrize(
    "question",
    [
        "Can our county refuse immigration detainers?",
        "Model language for a detention contract",
        "Does ICE need a warrant to enter city property?",
        "How do other cities limit cooperation with ICE?",
        "Is there ice on the agenda? A braid of topics",
        "¿Podemos negarnos a una retención migratoria?",
        "Contrato de detención con el condado",
        "Ordenanza modelo de ciudad santuario",
        "",
    ],
)
def test_a_question_of_policy_is_none(question: str) -> None:
    assert not is_emergency(question)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Please help us draft a sanctuary ordinance", "directive-policy-design"),
        ("Necesitamos redactar una ordenanza santuario", "directive-policy-design"),
        ("We want a school board resolution on safe zones", "school-resolution"),
        ("Resolución escolar para estudiantes indocumentados", "school-resolution"),
        ("I'd like to talk to an expert on municipal ID", "connect-expert"),
        ("Quiero hablar con una persona experta en identificación", "connect-expert"),
        ("What is the password of the webinar archive?", "webinar-access"),
        ("¿Cuál es la contraseña del seminario web?", "webinar-access"),
        ("Is there a newer version of the detainer map?", "new-or-updated-document"),
        ("¿Hay una versión actualizada de la guía?", "new-or-updated-document"),
        ("Can our jail legally honor an ICE detainer?", "legal-question-detainers-funding"),
        ("¿Podemos perder fondos federales?", "legal-question-detainers-funding"),
        ("Which events can my office attend in May?", "take-action-event"),
        ("¿Qué eventos hay en mayo?", "take-action-event"),
        ("Where do I begin?", "general-assistance"),
        ("", "general-assistance"),
    ],
)
def test_a_kind_is_guessed_in_either_language(catalog: Catalog, question: str, kind: str) -> None:
    assert guessed(catalog, question).kind == kind


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Can our jail keep someone past release for ICE?", "detainers"),
        ("¿Puede nuestro condado negarse a las retenciones de ICE?", "detainers"),
        ("Our sheriff signed a 287(g) agreement", "287g"),
        ("Queremos una identificación municipal", "id-and-licenses"),
        ("Zoning variances and quorum", ""),
    ],
)
def test_a_topic_is_the_one_in_whose_words_it_is_asked(
    catalog: Catalog, question: str, topic: str
) -> None:
    assert guessed(catalog, question).topic == topic


@pytest.mark.parametrize(
    ("question", "home", "place"),
    [
        ("detainers in Austin, Texas", IOWA, Place("US-TX", "Austin")),
        ("detainers in Texas", IOWA, Place("US-TX")),
        ("detainers", IOWA, IOWA),
        ("detainers", None, None),
        ("detainers in the United States", IOWA, IOWA),
        ("detainers in Washington", Place("US-WA"), Place("US-WA")),
    ],
)
def test_a_place_is_the_one_that_is_named_else_one_s_own(
    catalog: Catalog, question: str, home: Place | None, place: Place | None
) -> None:
    assert guessed(catalog, question, home).place == place


@pytest.mark.parametrize(
    ("question", "reads", "language"),
    [
        ("Can we say no to this?", "es", "en"),
        ("¿Podemos decir que no a esto?", "en", "es"),
        ("287(g)", "es", "es"),
        ("287(g)", "en", "en"),
    ],
)
def test_a_language_is_that_of_the_words_else_one_s_own(
    catalog: Catalog, question: str, reads: Language, language: Language
) -> None:
    assert guessed(catalog, question, reads=reads).language == language


@given(st.text())
def test_every_text_can_be_guessed_at(text: str) -> None:
    found = guess(Page(Query(words=text)), (), home=IOWA, reads="es")
    assert found.kind in REQUEST_KINDS
    assert found.place == IOWA
    assert is_emergency(text) in (True, False)
