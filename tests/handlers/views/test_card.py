"""A ticket's card at its fullest and at its barest, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.desk import relay
from bot.desk.experts import Expert, Organization
from bot.desk.masking import mask
from bot.desk.matching import Match, Reason
from bot.desk.people import Person
from bot.i18n import Language, texts
from bot.sandbox.blockkit.check import check_blocks, check_view
from bot.store import Row
from catalog.models import State
from handlers.views import card, merged, reply_forms, triage_forms, triage_more, triage_notes
from handlers.views.card import Proposed, Standing
from handlers.views.matches import Asked, came_of, came_of_all, why
from handlers.views.reply_forms import Reply
from tests.handlers.views.library import GUIDE, NAMES
from tests.readable import readable

NOW = 1_800_000_000_000
HARBOR = Organization("harbor", "Harbor Legal Aid")
RUTH = Expert(Person(7, "T1", "URUTH", "Ruth Adeyemi"), HARBOR)
WORST = "<&>*_`~|" * 400
"""What grows most when it is escaped, longer than any field takes."""


@dataclass(frozen=True)
class Ticket:
    """A ticket's row, as the views read it."""

    id: int = 12
    handle: str = "t-abc"
    state: str = "received"
    waits_on: str = "coordinator"
    question: str | None = "Can we refuse?"
    kind: str = "general-assistance"
    topic: str = "287g"
    place: str = "US-TX"
    language: str = "en"
    needed_by: str = "week"
    vote_on: str = ""
    visibility: str = "partner"
    shown_as: str = "name"
    role: str = "mayor"
    is_urgent: bool = False
    priority: str = "normal"
    assignee_id: int | None = None
    expert_id: int | None = None
    promised_on: str = ""
    due_at: int | None = None
    outcome: str = ""
    merged_into: int | None = None
    opened_at: int = NOW
    closed_at: int | None = None
    answered_at: int | None = None
    closing_words: str = ""
    helped: str = ""
    comment: str = ""


def row(**values: Any) -> Row:  # noqa: ANN401 (the columns of a ticket)
    ticket: Any = Ticket(**values)
    return ticket  # type: ignore[no-any-return]  # stands in for a row of the database


def stands(ticket: Row, **values: Any) -> Standing:  # noqa: ANN401 (the fields of Standing)
    return Standing(ticket, "Ana Rivera", 2, NOW, **values)


def match(*reasons: Reason, name: str = "Ruth Adeyemi") -> Match:
    return Match(replace(RUTH, person=replace(RUTH.person, name=name)), 1.0, reasons)


LOADED = Reason("load", "2")
FULLEST = Proposed(
    [replace(GUIDE, id=f"g{n}", title=WORST, url="https://e.org/" + "&" * 900) for n in range(3)],
    [match(Reason("topic", "287g"), LOADED, name=WORST)] * 3,
    replace(GUIDE, title=WORST),
)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_card_at_its_fullest_fits_slack_s_limits(language: Language) -> None:
    ticket = row(question=WORST, is_urgent=True, priority="high", promised_on="2027-01-01")
    asked = [Asked(WORST, "declined", "busy", WORST)] * 30
    full = stands(ticket, assignee=WORST, expert=WORST, asked=asked)
    drawn = card.card(full, FULLEST, NAMES, texts(language))
    assert check_blocks(drawn["blocks"], "message") == []
    view = card.details(full, NAMES, texts(language))
    assert check_view(view) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_form_fits_slack_s_limits(language: Language) -> None:
    _, ticket = texts(language), row(state="offered", expert_id=7, visibility="partner")
    states = [State(f"US-{n}", f"State {n}", f"Estado {n}") for n in range(60)]
    crowd = [
        replace(
            match(Reason("topic", "287g"), Reason("language", "es"), LOADED, name="N" * 90),
            expert=replace(RUTH, person=replace(RUTH.person, id=n)),
        )
        for n in range(150)
    ]
    partners = [Organization(f"p{n}", "P" * 90, f"C{n}") for n in range(40)]
    masked = mask(WORST[:3_000])
    reply = Reply(
        *("t-abc", "Dana Kim", ["Ana Rivera"]),
        text=WORST,
        masked=masked.text,
        hidden=("a_number",),
    )
    views = [
        triage_more.menu(ticket, _),
        triage_more.details_form(ticket, states, ["en", "es"], NAMES, _),
        triage_more.seen_form(ticket, _),
        triage_more.seen_form(row(visibility="coordinator"), _),
        triage_more.promise_form(row(promised_on="2027-01-01"), _),
        merged.form(ticket, [ticket] * 10, _),
        triage_more.assign_form(ticket, [RUTH.person] * 3, _),
        triage_more.assign_form(ticket, [], _),
        triage_more.close_form(ticket, _),
        reply_forms.reply_form(reply, _),
        reply_forms.reply_preview(reply, _),
        triage_forms.offer_form("t-abc", crowd, partners, NAMES, _, visibility="partner"),
        triage_forms.offer_form("t-abc", [], [], NAMES, _, visibility="coordinator"),
        triage_forms.resource_form("t-abc", FULLEST.resources, WORST, WORST, _),
        triage_forms.resource_form("t-abc", [replace(GUIDE, publishers=())], "", "", _),
        triage_forms.resource_form("t-abc", [], "nothing", "", _),
    ]
    assert [check_view(view) for view in views] == [[] for _view in views]


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_coordinators_are_told_fits_slack_s_limits(language: Language) -> None:
    _ = texts(language)
    found = ("public", "shared", "not_in_it", "missing")
    notes = [
        triage_notes.came_back([Asked(WORST, "declined", "other", WORST)] * 30, _),
        triage_notes.no_channel(12, _),
        *(triage_notes.not_private(each, _) for each in found),
    ]
    assert [check_blocks(note["blocks"], "message") for note in notes] == [[] for _note in notes]
    assert len({str(note) for note in notes[2:]}) == len(found)


def test_of_everybody_who_declined_it_is_told_why() -> None:
    asked = [Asked(f"Ruth {n}", "declined", "other", "No time. " * 15) for n in range(20)]
    said = " ".join(readable(triage_notes.came_back(asked, texts("en"))).split())
    assert [each.name for each in asked if f"{each.name}: declined" not in said] == []
    assert said.count("No time.") == 15 * 20


def test_behind_view_stands_all_that_was_written_when_declining() -> None:
    full = stands(row(), asked=[Asked("Ruth", "declined", "other", "No time. " * 300)])
    said = readable(card.details(full, NAMES, texts("en")))
    assert said.count("No time.") == 300


def test_what_is_not_known_is_not_said() -> None:
    bare = row(topic="", place="")
    said = readable(card.card(Standing(bare, "", 0, NOW), Proposed(), NAMES, texts("en")))
    assert "*Topic*" not in said
    assert "*Place*" not in said
    assert "From somebody whose name is not known" in said
    assert "their first request" in said
    assert "May answer it" not in said


def test_a_deleted_question_says_so() -> None:
    drawn = card.card(stands(row(question=None)), Proposed(), NAMES, texts("en"))
    assert "(The person who asked deleted the text.)" in readable(drawn)
    view = card.details(stands(row(question=None)), NAMES, texts("en"))
    assert "(The person who asked deleted the text.)" in readable(view)


def test_a_resource_opened_by_request_is_named_without_its_address() -> None:
    secret = replace(GUIDE, access="by-request")
    drawn = card.card(stands(row()), Proposed([secret]), NAMES, texts("en"))
    assert GUIDE.url not in str(drawn)
    assert "• Ending 287(g): A Toolkit" in readable(drawn)


def test_an_expert_s_reasons_are_put_in_words() -> None:
    reasons = (
        Reason("chosen"),
        Reason("topic", "287g"),
        Reason("state", "US-TX"),
        Reason("language", "es"),
        Reason("kind", "school-resolution"),
        Reason("other_place"),
        LOADED,
        Reason("full"),
        Reason("away", str(NOW)),
        Reason("declined"),
    )
    assert why(match(*reasons), NAMES, texts("en")) == (
        "Harbor Legal Aid; chosen by the person who asked; 287(g) agreements; Texas; "
        "answers in Spanish; Crafting a school district resolution; other places; 2 open; "
        "has as many as they can take; away until Jan 15, 2027; declined this already"
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "Ruth: comes next"),
        ("open", "Ruth: asked"),
        ("accepted", "Ruth: accepted"),
        ("expired", "Ruth: did not answer in time"),
        ("withdrawn", "Ruth: taken back"),
        ("declined", "Ruth: declined"),
    ],
)
def test_what_came_of_asking_is_put_in_words(state: str, said: str) -> None:
    assert came_of(Asked("Ruth", state), texts("en")) == said


def test_nothing_is_said_of_those_whose_turn_never_came() -> None:
    everyone = [Asked("Ruth", "accepted", due_at=1), Asked("Omar", "withdrawn")]
    assert came_of_all(everyone, 9, texts("en")) == ["Ruth: accepted"]


@pytest.mark.parametrize(
    ("shown_as", "said"),
    [
        ("name", "Experts see their name."),
        ("role", "Experts see: Mayor, Texas."),
        ("nobody", "Experts see no name."),
    ],
)
def test_view_says_what_experts_see_of_who_asked(shown_as: str, said: str) -> None:
    view = card.details(stands(row(shown_as=shown_as)), NAMES, texts("en"))
    assert f"({said})" in readable(view)


def test_a_preview_is_what_the_relay_will_pass_on() -> None:
    text = "Ask <!channel> & read *this*"
    reply = Reply("t-abc", "Dana Kim", ["Ana Rivera"], text=text, masked=text)
    view = reply_forms.reply_preview(reply, texts("en"))
    [[piece]] = relay.pieces("Ask &lt;!channel&gt; &amp; read *this*")
    assert {"type": "mrkdwn", "text": piece, "verbatim": True} in [
        block.get("text") for block in view["blocks"]
    ]


def test_forms_carry_nothing_of_the_ticket_but_its_handle() -> None:
    reply = Reply("t-abc", "Dana Kim", ["Ana Rivera"], text="Secret words", masked="Secret words")
    for view in (
        reply_forms.reply_form(reply, texts("en")),
        reply_forms.reply_preview(reply, texts("en")),
    ):
        assert view["private_metadata"].split("\n")[1:] == ["t-abc"]
        assert "Secret" not in view["private_metadata"]


def test_a_card_says_since_when_it_is_overdue_and_until_then_when_it_is_due() -> None:
    ticket = row(due_at=NOW)
    due = readable(card.card(stands(ticket), Proposed(), NAMES, texts("en")))
    late = readable(card.card(stands(ticket, is_overdue=True), Proposed(), NAMES, texts("en")))
    assert "*Answer due*" in due
    assert "Overdue" not in due
    assert re.search(r"^\*#12\* · \*Overdue since <!date.*>\* · ", late, re.MULTILINE)
    assert "Answer due" not in late


OUTSIDE = Match(RUTH, 1.0, (Reason("topic", "287g"), LOADED, Reason("outside")))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (OUTSIDE, "in their shared channel, for Ruth Adeyemi; 287(g) agreements; 2 open"),
        (match(Reason("outside"), name=""), "in their shared channel"),
        (
            match(Reason("unanswered", "2"), Reason("booked")),
            "Harbor Legal Aid; 2 unanswered; is asked as many as they can take",
        ),
        (match(Reason("silent", "1")), "Harbor Legal Aid; let one run out lately"),
        (
            match(Reason("silent", "3"), Reason("expired")),
            "Harbor Legal Aid; did not answer in time",
        ),
    ],
)
def test_why_somebody_is_proposed_is_said_once(given: Match, words: str) -> None:
    assert why(given, NAMES, texts("en")) == words


def test_a_partner_whose_channel_is_asked_stands_there_by_its_name() -> None:
    said = readable(card.card(stands(row()), Proposed((), [OUTSIDE]), NAMES, texts("en")))
    assert "*Harbor Legal Aid* · in their shared channel, for Ruth Adeyemi; " in said
    form = triage_forms.offer_form("t-abc", [OUTSIDE], [], NAMES, texts("en"), visibility="partner")
    assert "'value': 'partner:harbor'" in str(form)
    assert "expert:" not in str(form)
