"""What experts read, what they fill in, and what others are told of them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from bot.desk import joining
from bot.i18n import Texts, texts
from bot.sandbox.blockkit.check import check_blocks
from bot.store import Row
from handlers.views import expert_notes as notes
from handlers.views import offer as views
from handlers.views import offer_forms as forms
from handlers.views.blocks import Message, escape
from handlers.views.offer import Offered
from tests.handlers.views.library import NAMES
from tests.readable import buttons, readable

EN, ES = texts("en"), texts("es")
QUESTION = "Can our county refuse <detainers> & holds?"
UNTIL = "<!date^1800000000^\N{WORD JOINER}{date_short_pretty} {time}|Jan 15, 2027>"
OVER = ("declined", "expired", "withdrawn", "left", "waiting")

TICKET: dict[str, Any] = {
    "handle": "t-handle",
    "state": "offered",
    "question": QUESTION,
    "kind": "connect-expert",
    "topic": "287g",
    "place": "US-TX/Austin",
    "language": "es",
    "needed_by": "week",
    "vote_on": "",
    "is_urgent": False,
    "outcome": "",
}
OFFER: dict[str, Any] = {
    "handle": "f-handle",
    "state": "open",
    "reason": "",
    "words": "",
    "due_at": 1_800_000_000_000,
}


def row(**values: object) -> Row:
    """A row as the database gives it."""
    columns = [text(f":{name} AS {name}") for name in values]
    with create_engine("sqlite://").connect() as connection:
        result: Any = connection.execute(select(*columns), values)
        found: Row = result.one()
    return found


def offered(
    ticket: dict[str, Any] | None = None,
    offer: dict[str, Any] | None = None,
    who: str = "Ana Rivera",
) -> Offered:
    return Offered(row(**TICKET | (ticket or {})), row(**OFFER | (offer or {})), who, "Dana Kim")


def fits(message: Message) -> bool:
    return check_blocks(message["blocks"], "message") == []


def test_an_offer_says_all_that_is_allowed_and_until_when() -> None:
    assert readable(views.offer(offered(), NAMES, EN)) == (
        "*Dana Kim asks: can you help with this?*\n"
        "Can our county refuse &lt;detainers&gt; &amp; holds?\n"
        "*From*: Ana Rivera\n"
        "*Kind*: Connect with a policy expert\n"
        "*Topic*: 287(g) agreements\n"
        "*Place*: Austin, Texas\n"
        "*Needed by*: This week\n"
        "*Language*: Spanish\n"
        f"(You have until {UNTIL}; then someone else is asked. "
        "Until you accept, nothing that you write here is passed on.)\n"
        "[Accept] [Decline] [Suggest someone] [Ask for more]"
    )


def test_an_offer_in_spanish() -> None:
    shown = readable(views.offer(offered(), NAMES, ES))
    assert shown.startswith("*Dana Kim pregunta: ¿puede ayudar con esto?*")
    assert shown.endswith("[Aceptar] [No aceptar] [Proponer a alguien] [Preguntar más]")


def test_a_name_that_was_not_allowed_is_an_office() -> None:
    who = f"{joining.NAMELESS}mayor:US-TX"
    assert "*From*: Mayor, Texas" in readable(views.offer(offered(who=who), NAMES, EN))


def test_what_is_not_known_is_left_out() -> None:
    shown = readable(views.offer(offered({"topic": "", "place": ""}), NAMES, EN))
    assert "*Topic*" not in shown
    assert "*Place*" not in shown


def test_what_is_urgent_says_so() -> None:
    assert "Urgent" in readable(views.offer(offered({"is_urgent": True}), NAMES, EN))


def test_a_notification_says_nothing_of_the_ticket() -> None:
    assert views.offer(offered(), NAMES, EN)["text"] == "A local official asks for help"
    accepted = views.offer(offered(offer={"state": "accepted"}), NAMES, EN)
    assert accepted["text"] == "You are on this."


@pytest.mark.parametrize("state", OVER)
@pytest.mark.parametrize("reason", ["", "busy", "suggested", "unreachable"])
def test_nothing_of_it_is_left_once_it_is_over(state: str, reason: str) -> None:
    shown = views.offer(offered(offer={"state": state, "reason": reason}), NAMES, EN)
    assert len(shown["blocks"]) == 1
    assert "county" not in str(shown)
    assert "Ana" not in str(shown)


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("declined", "busy", "You declined this. Thank you for saying so."),
        ("declined", "suggested", "You suggested someone else. Thank you."),
        ("declined", "unreachable", "The time for this is over. Thank you all the same."),
        ("expired", "", "The time for this is over. Thank you all the same."),
        (
            "withdrawn",
            "",
            "This was taken back: there is nothing left to do. Thank you all the same.",
        ),
        ("left", "busy", "You stepped back from this. Thank you for what you did."),
        (
            "left",
            "",
            "This is over for you: someone else takes it from here. Thank you for your help.",
        ),
    ],
)
def test_it_says_how_it_ended(state: str, reason: str, said: str) -> None:
    head = views.offer(offered(offer={"state": state, "reason": reason}), NAMES, EN)
    assert readable(head) == said


def test_a_closed_ticket_is_offered_to_nobody() -> None:
    shown = readable(views.offer(offered({"state": "closed"}), NAMES, EN))
    assert shown.startswith("This was taken back")


def test_what_was_accepted_stays_to_be_read() -> None:
    head = views.offer(offered({"state": "accepted"}, {"state": "accepted"}), NAMES, EN)
    assert readable(head).startswith("*You are on this.*\nCan our county refuse")
    assert buttons(head) == []


def test_a_closed_ticket_says_how_it_ended() -> None:
    ticket = {"state": "closed", "outcome": "by_expert"}
    head = views.offer(offered(ticket, {"state": "accepted"}), NAMES, EN)
    assert readable(head).startswith("*Closed: answered by an expert*\n")


def test_a_deleted_question_says_so() -> None:
    head = readable(views.offer(offered({"question": None}), NAMES, EN))
    assert "(The person who asked deleted what they wrote.)" in head


def test_the_banner_says_whom_words_reach() -> None:
    ticket = {"state": "accepted"}
    assert readable(views.joined(offered(ticket, {"state": "accepted"}), NAMES, EN)) == (
        "What you write in this thread goes to *Ana Rivera*.\n"
        "(Their answers come here. Your edits and deletions follow. "
        "The coordinators read along.)\n"
        "[Write to the coordinator alone] [Close request] [Step back]"
    )


@pytest.mark.parametrize(
    ("ticket", "state"), [("closed", "accepted"), ("taken", "left"), ("closed", "left")]
)
def test_a_banner_that_holds_no_more_has_no_buttons(ticket: str, state: str) -> None:
    shown = views.joined(offered({"state": ticket}, {"state": state}), NAMES, EN)
    assert readable(shown).endswith("what you write here is not passed on.")


def test_a_partner_s_banner_says_who_can_read() -> None:
    joined = offered({"state": "accepted"}, {"state": "accepted"}, f"{joining.NAMELESS}:")
    shown = views.joined_channel(joined, "Prairie <Law>", NAMES, EN)
    assert readable(shown) == (
        "What experts of Prairie &lt;Law&gt; write in this thread goes to *Local official*.\n"
        "(Their answers come here. Your edits and deletions follow. "
        "The coordinators read along, and so can everyone in this channel.)"
    )


@pytest.mark.parametrize(
    ("ticket", "state"), [("closed", "accepted"), ("taken", "left"), ("closed", "left")]
)
def test_a_partner_s_banner_that_holds_no_more_names_nobody(ticket: str, state: str) -> None:
    over = offered({"state": ticket}, {"state": state})
    shown = views.joined_channel(over, "Prairie Law", NAMES, EN)
    assert readable(shown) == "What is written in this thread is not passed on any more."


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("open", "Press *Accept* first"),
        ("accepted", "before you accepted was not passed on"),
        ("declined", "This is over"),
        ("withdrawn", "This is over"),
        ("left", "You are not on this any more"),
    ],
)
def test_words_that_go_nowhere_are_explained(state: str, said: str) -> None:
    assert said in readable(views.note(state, EN))


def test_a_requester_reads_who_is_on_it() -> None:
    assert readable(notes.taken_on("Ruth Adeyemi, Harbor & Co", "Harbor & Co", EN)) == (
        "*Ruth Adeyemi, Harbor &amp; Co is on your request now.* What you write in this thread "
        "reaches them too, and their answers come here.\n"
        "(Ruth Adeyemi, Harbor &amp; Co and the coordinators can read it.)"
    )


def test_a_requester_reads_that_a_whole_channel_can_read_it() -> None:
    shown = readable(notes.taken_on("", "Prairie Law", EN))
    assert "(Everyone in the channel of Prairie Law and the coordinators can read it.)" in shown


def test_a_question_that_can_be_answered_has_a_button() -> None:
    shown = notes.wants_more("Ruth", offered().offer, "Which?", EN)
    assert buttons(shown) == ["Answer"]
    assert buttons(notes.wants_more("Ruth", row(**OFFER | {"state": "expired"}), "?", EN)) == []


def test_why_somebody_stepped_back_is_told() -> None:
    shown = readable(notes.stepped_back("Ruth <R>", "conflict", "My <firm>", EN))
    assert shown == "*Ruth &lt;R&gt;* stepped back: a conflict of interest.\nMy &lt;firm&gt;"


LONG = "&" * 3_000


@pytest.mark.parametrize("_", [EN, ES])
def test_the_longest_messages_fit(_: Texts) -> None:
    ticket = {"question": LONG, "is_urgent": True}
    words = escape("&" * forms.MOST_WORDS)
    long = offered(ticket, who="N" * 300)
    shown = [
        views.offer(long, NAMES, _),
        views.offer(offered(ticket, {"state": "accepted"}), NAMES, _),
        views.joined(long, NAMES, _),
        notes.wants_more("N" * 300, long.offer, words, _),
        notes.told_more("N" * 300, "N" * 300, words, _),
        notes.suggested("N" * 300, "w" * 2_300, _),
        notes.stepped_back("N" * 300, "other", "&" * forms.MOST_WORDS, _),
    ]
    assert all(fits(message) for message in shown)


@pytest.mark.parametrize("_", [EN, ES])
def test_a_question_s_every_character_is_shown(_: Texts) -> None:
    question = "&" * 2_000
    shown = views.offer(offered({"question": question}), NAMES, _)
    assert str(shown).count("&amp;") == 2_000
