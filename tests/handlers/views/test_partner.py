"""What a partner's channel reads: little before somebody takes it on, and nothing to press."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from bot.desk import joining
from bot.i18n import Texts, texts
from bot.sandbox.blockkit.check import check_blocks
from bot.store import Row
from handlers.views import partner as views
from handlers.views.blocks import Message, escape
from handlers.views.partner import Fate, Standing
from tests.handlers.views.library import NAMES
from tests.readable import readable

EN, ES = texts("en"), texts("es")
BOTH = [EN, ES]
QUESTION = "Can our county refuse <detainers> & holds?"
OMAR, NOOR = "<@U0OMARHADD>", "<@U0NOOR>"
STANDINGS: list[Standing] = ["open", "accepted", "closed", "left", "expired", "taken_back"]
FATES: list[Fate] = ["waits", "gone", "stopped", "taken_back", "not_arrived"]
WHYS = ["not_shared", "others", "public", "archived", "not_in_it", "triage", "nobody", "replaced"]

ASKING = (
    f"A reply in this thread by {OMAR} takes it on. Then the question comes here, and what they "
    "write in this thread goes to the official."
)
SMALL_PRINT = (
    "(Everyone in this channel will be able to read the conversation.) "
    "(Until <!date^1800000000^\N{WORD JOINER}{date_short_pretty} {time}|Jan 15, 2027>; then "
    "someone else is asked.)"
)

TICKET: dict[str, Any] = {
    "kind": "connect-expert",
    "topic": "287g",
    "place": "US-TX/Austin",
    "needed_by": "vote",
    "vote_on": "2026-12-01",
    "question": QUESTION,
}


def ticket(**values: object) -> Row:
    """A row as the database gives it."""
    columns = {**TICKET, **values}
    named = [text(f":{name} AS {name}") for name in columns]
    with create_engine("sqlite://").connect() as connection:
        result: Any = connection.execute(select(*named), columns)
        row: Row = result.one()
    return row


def offer(standing: Standing, who: list[str], languages: list[Texts], **values: object) -> Message:
    return views.offer(ticket(**values), standing, who, languages, NAMES, due_at=1_800_000_000_000)


def fits(message: Message) -> bool:
    return check_blocks(message["blocks"], "message") == []


def test_an_offer_says_kind_topic_place_and_by_when() -> None:
    assert readable(offer("open", [OMAR], [EN])).splitlines() == [
        "*A local official asks for help*",
        "*Kind*: Connect with a policy expert",
        "*Topic*: 287(g) agreements",
        "*Place*: Austin, Texas",
        "*Needed by*: Before a vote on Dec 1, 2026",
        ASKING,
        SMALL_PRINT,
    ]


def test_any_one_of_several_may_take_it_on() -> None:
    assert f"by {OMAR}, <@U1> or {NOOR} takes" in readable(
        offer("open", [OMAR, "<@U1>", NOOR], [EN])
    )


def test_once_nobody_is_listed_nobody_is_said_to_take_it_on() -> None:
    assert "takes it on" not in readable(offer("open", [], [EN]))


def test_what_is_not_known_is_left_out() -> None:
    text = readable(offer("open", [OMAR], [EN], topic="", place="", needed_by="whenever"))
    assert "Topic" not in text
    assert "Place" not in text
    assert "No rush" in text


@pytest.mark.parametrize("standing", STANDINGS)
def test_in_two_languages_each_part_says_all(standing: Standing) -> None:
    message = offer(standing, ["Omar Haddad"], BOTH)
    english, spanish = readable(message).split("---\n")
    assert english != spanish
    assert len(english.splitlines()) == len(spanish.splitlines())
    assert fits(message)


@pytest.mark.parametrize("standing", STANDINGS)
def test_the_head_never_has_the_question(standing: Standing) -> None:
    assert "county" not in str(offer(standing, [OMAR], BOTH))


def test_who_took_it_on_is_named() -> None:
    text = readable(offer("accepted", ["Omar Haddad"], [EN]))
    assert "Omar Haddad has taken this on." in text


@pytest.mark.parametrize("_", BOTH)
def test_the_question_comes_whole_and_harmless_however_long_it_is(_: Texts) -> None:
    message = views.question(ticket(question=QUESTION * 250), "Ana <Rivera>", NAMES, _)
    assert fits(message)
    first, *pieces = message["blocks"]
    assert "".join(each["text"]["text"] for each in pieces) == escape(QUESTION * 250)
    assert "Ana &lt;Rivera&gt;" in readable({"blocks": [first]})


def test_the_question_comes_under_the_name_that_its_writer_chose() -> None:
    shown = f"{joining.NAMELESS}mayor:US-TX"
    assert readable(views.question(ticket(), shown, NAMES, EN)).startswith("(*Mayor, Texas* asks:)")


def test_a_deleted_question_is_said_to_be() -> None:
    assert "was deleted" in readable(views.question(ticket(question=None), "Ana", NAMES, EN))


def test_who_is_not_listed_is_told_who_is() -> None:
    assert readable(views.stays(NOOR, [OMAR, "<@U1>"], EN)) == (
        f"({NOOR}: what you write here stays in this channel. From this thread, only words of "
        f"{OMAR} and <@U1> go to the official.)"
    )


def test_where_nobody_is_listed_no_name_is_missing_from_the_sentence() -> None:
    assert readable(views.stays(NOOR, [], EN)) == (
        f"({NOOR}: what you write here stays in this channel.)"
    )


@pytest.mark.parametrize("_", BOTH)
def test_each_fate_of_first_words_has_a_sentence_of_its_own(_: Texts) -> None:
    notes = [views.held(fate, _) for fate in FATES]
    assert len({readable(note) for note in notes}) == len(FATES)
    assert all(map(fits, notes))


@pytest.mark.parametrize("state", ["held", "sent", "dead", "ready", "maybe"])
def test_a_message_that_did_not_arrive_is_told_of_without_a_button(state: str) -> None:
    message = views.undelivered("Ask for the &lt;form&gt;", state, EN)
    assert ">Ask for the &lt;form&gt;" in readable(message)
    assert {block["type"] for block in message["blocks"]} == {"section"}


@pytest.mark.parametrize("why", [*WHYS, "missing"])
def test_coordinators_are_told_why_a_partner_is_out_of_reach(why: str) -> None:
    message = views.parted("Prairie <Law>", why, EN, to_requester=False)
    assert views.reason(why, EN) in readable(message)
    assert "Prairie &lt;Law&gt;" in readable(message)
    assert fits(message)


def test_the_requester_is_told_only_what_it_means_for_them() -> None:
    text = readable(views.parted("Prairie Law", "archived", EN, to_requester=True))
    assert "archived" not in text
    assert "Your coordinator looks for someone else." in text


def test_notifications_tell_nothing() -> None:
    shown = [
        offer("open", [OMAR], BOTH),
        views.question(ticket(), "Ana", NAMES, EN),
        views.stays(NOOR, [OMAR], EN),
        views.held("waits", EN),
        views.undelivered("Ask Ana", "held", EN),
        views.parted("Prairie Law", "archived", EN, to_requester=True),
    ]
    told = " ".join(message["text"] for message in shown)
    assert not [word for word in ("Ana", "county", "Prairie", "287", "Austin") if word in told]
