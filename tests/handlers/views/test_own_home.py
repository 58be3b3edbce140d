"""An expert's and a requester's own part of Home at its fullest, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.desk.experts import Expert, Organization
from bot.desk.people import Person
from bot.i18n import Language, texts
from bot.sandbox.blockkit.check import check_view
from handlers.carried import Step
from handlers.shipped_names import shipped_names
from handlers.views import expert_home, requests_home, staff_forms
from handlers.views.expert_home import OFFERS, ON, Theirs, Waiting
from handlers.views.own_rows import Reading, Spot
from handlers.views.requests_home import IN_HOME, PAGE, Asked
from handlers.views.staff_forms import Menus
from handlers.views.wording import REQUEST_KINDS
from tests.handlers.views.test_card import NOW, WORST, row

LANGUAGES = ("en", "es")
SPOT = Spot("D0123456789", "1796000000.000001")
TOPICS = tuple(shipped_names().topics)
PLACES = tuple(f"{iso}/{'N' * 90}" for iso in shipped_names().states)
PARTNERS = [Organization(f"p{n}", f"{n} {WORST}"[:120], "") for n in range(250)]
RUTH = Expert(
    Person(7, "T1", "URUTH", WORST),
    PARTNERS[0],
    TOPICS,
    PLACES,
    ("en", "es"),
    REQUEST_KINDS,
    not_for=(
        *(f"topic:{each}" for each in TOPICS),
        *(f"place:{each}" for each in PLACES),
        *(f"kind:{each}" for each in REQUEST_KINDS),
    ),
)


@dataclass(frozen=True)
class Offer:
    """An offer's row, as the views read it."""

    handle: str = "f-abc"
    due_at: int = NOW


def home(blocks: list[dict[str, object]]) -> list[str]:
    return check_view({"type": "home", "blocks": blocks})


def full(**values: object) -> object:
    known = {"question": WORST, "place": PLACES[0], "is_urgent": True, "topic": TOPICS[0]}
    ticket = row(**{**known, **values})
    object.__setattr__(ticket, "ball_at", NOW)
    return ticket


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_expert_s_home_fits_slack_s_limits(language: Language) -> None:
    reading = Reading(shipped_names(), texts(language), "https://an-example.slack.com/")
    ticket = full(state="accepted", waits_on="expert")
    waiting = [Waiting(Offer(), ticket, SPOT)] * OFFERS  # type: ignore[arg-type]  # rows, as the views read them
    theirs = Theirs(waiting, 90, [(ticket, SPOT)] * ON, 4_000)  # type: ignore[list-item]
    blocks = expert_home.expert_home(theirs, reading)
    assert home([*blocks, *expert_home.settings(RUTH, NOW, reading)]) == []
    assert len(blocks) <= 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_requester_s_home_and_window_fit_slack_s_limits(language: Language) -> None:
    _ = texts(language)
    reading = Reading(shipped_names(), _, "https://an-example.slack.com/")
    closed = full(state="closed", outcome="not_ours", closed_at=NOW)
    asked = Asked(closed, SPOT, reopens=True)  # type: ignore[arg-type]
    blocks = requests_home.requests([asked] * IN_HOME, 4_000, reading)
    chosen = {partner.id for partner in PARTNERS}
    assert home([*blocks, *requests_home.avoided(PARTNERS, chosen, _)]) == []
    window = requests_home.all_requests([asked] * PAGE, PAGE, 4_000, reading)
    assert check_view(window) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_fit_slack_s_limits(language: Language) -> None:
    _ = texts(language)
    topics = [(topic.name(language), topic.id) for topic in shipped_names().topics.values()]
    menus = Menus(PARTNERS, topics, [("English", "en")], "; ".join(PLACES), "; ".join(PLACES))
    chosen = {partner.id for partner in PARTNERS[:100]}
    for view in (
        staff_forms.scopes_form(RUTH, menus, _),
        staff_forms.not_for_form(RUTH, menus, _),
        staff_forms.expert_form(RUTH, NOW, menus, Step("7", "0"), _),
        requests_home.avoided_form(PARTNERS, chosen, _),
        requests_home.avoided_form([], (), _),
    ):
        assert check_view(view) == []
