"""The status line, the questions and the forms in a requester's thread, within Slack's limits."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.audience import Viewer
from bot.desk.patterns import Kind
from bot.desk.people import Person
from bot.i18n import Texts, texts
from bot.sandbox.blockkit.check import check_blocks, check_view
from bot.store import Row
from handlers.carried import Step
from handlers.views import requester_forms, status
from handlers.views.requester_forms import OUTCOMES, VISIBILITIES, Seen
from handlers.views.status import Line
from tests.readable import buttons, readable

EN, ES = texts("en"), texts("es")
KINDS: tuple[Kind, ...] = get_args(Kind)
HANDLE = "t-0123456789abcdef"
WORDS = "p-0123456789abcdef"
STEP = Step(HANDLE)


def a_ticket(**values: object) -> Row:
    known = {
        "id": 12,
        "handle": HANDLE,
        "state": "received",
        "waits_on": "coordinator",
        "question": "Can we refuse?",
        "needed_by": "whenever",
        "vote_on": "",
        "visibility": "expert",
        "is_urgent": False,
        "promised_on": "",
        "outcome": "",
        "expert_id": None,
    }
    return cast("Row", SimpleNamespace(**known | values))


def a_person(number: int, name: str) -> Person:
    return Person(number, "T1", f"U{number}", name)


LONGEST = a_ticket(
    id=99_999,
    question="& " * 1_500,
    needed_by="vote",
    vote_on="2026-12-01",
    is_urgent=True,
    promised_on="2026-11-30",
    state="accepted",
)


@pytest.mark.parametrize("_", [EN, ES])
@pytest.mark.parametrize("team", ["", "T" * 200])
def test_the_longest_status_line_fits(_: Texts, team: str) -> None:
    line = Line(LONGEST, "D" * 200, "E" * 200, team, 1_800_000_000_000, has_aside=True)
    shown = status.status(line, _)
    assert check_blocks(shown["blocks"], "message") == []
    assert len(buttons(shown)) == 5


@given(st.text(max_size=3_000))
def test_any_question_fits(question: str) -> None:
    shown = status.status(Line(a_ticket(question=question)), EN)
    assert check_blocks(shown["blocks"], "message") == []


@given(st.text(alphabet="ab <>&\n", max_size=3_000))
def test_a_question_stands_there_whole(question: str) -> None:
    blocks = status.status(Line(a_ticket(question=question)), EN)["blocks"]
    said = "".join(block["text"]["text"] for block in blocks[1:] if block["type"] == "section")
    whole = question.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert said.split() == whole.split()


def test_with_nothing_left_to_delete_there_is_no_button_for_it() -> None:
    shown = status.status(Line(a_ticket(question=None), has_words=False), EN)
    assert "Delete my text" not in buttons(shown)
    assert "_You deleted the text of this request._" in readable(shown)


def test_whoever_has_it_stands_beside_an_answer() -> None:
    ticket = a_ticket(state="taken", waits_on="requester")
    assert readable(status.status(Line(ticket, "Dana Kim"), EN)).startswith(
        "*#12* · Answered · With Dana Kim\n"
    )


def test_a_name_is_shown_as_it_is_written() -> None:
    shown = readable(status.status(Line(a_ticket(state="taken"), "<!channel> & co"), EN))
    assert "With &lt;!channel&gt; &amp; co" in shown


def test_a_partner_s_whole_channel_reads_along_and_that_is_said() -> None:
    line = Line(a_ticket(state="accepted"), "", "Omar, Prairie", "Prairie")
    assert "goes to everyone in the channel of Prairie" in readable(status.status(line, EN))


def test_closed_for_long_it_can_be_reopened_no_more() -> None:
    ticket = a_ticket(state="closed", outcome="by_expert", waits_on="")
    assert buttons(status.status(Line(ticket), EN)) == ["Who can see this", "Delete my text"]
    shown = status.status(Line(ticket, reopened_until=1_800_000_000_000), EN)
    assert buttons(shown)[0] == "Reopen"
    until = "<!date^1800000000^\N{WORD JOINER}{date_short}|2027-01-15>"
    assert f"You can reopen it until {until}." in readable(shown)


@pytest.mark.parametrize("_", [EN, ES])
@pytest.mark.parametrize("is_begun", [False, True])
@pytest.mark.parametrize("count", [0, 1, 7])
def test_the_question_in_the_main_box_fits(_: Texts, count: int, *, is_begun: bool) -> None:
    tickets = [LONGEST] * min(count, 1) or []
    tickets += [a_ticket(id=number, question="long " * 99) for number in range(1, count)]
    shown = status.which(WORDS, tickets, KINDS, 9, _, is_begun=is_begun)
    assert check_blocks(shown["blocks"], "message") == []
    assert len(buttons(shown)) == min(count, 5) + 2


@pytest.mark.parametrize("_", [EN, ES])
@pytest.mark.parametrize("words", [WORDS, ""])
def test_what_is_said_under_a_closed_request_fits(_: Texts, words: str) -> None:
    shown = status.closed(words, KINDS, 9, _)
    assert check_blocks(shown["blocks"], "message") == []
    assert len(buttons(shown)) == bool(words)


@pytest.mark.parametrize("_", [EN, ES])
@pytest.mark.parametrize("with_expert", [False, True])
def test_every_form_fits(_: Texts, *, with_expert: bool) -> None:
    name = "E" * 200 if with_expert else ""
    for view in (
        requester_forms.add_detail(STEP, _, to=name, team=""),
        requester_forms.add_detail(STEP, _, to=name, team=name),
        requester_forms.aside(STEP, _),
        requester_forms.close(STEP, _, to=name, team=""),
        requester_forms.close(STEP, _, to=name, team=name),
        requester_forms.delete_text(STEP, _),
    ):
        assert check_view(dict(view)) == []
        assert view["private_metadata"] == STEP.dump()


@pytest.mark.parametrize("_", [EN, ES])
@pytest.mark.parametrize("state", ["accepted", "closed"])
def test_a_crowd_of_viewers_fits(_: Texts, state: str) -> None:
    me, by = a_person(1, "Ana Rivera"), a_person(2, "N" * 200)
    viewers = [Viewer("requester", me, "", me, 1_800_000_000_000)]
    viewers += [Viewer("expert", a_person(each, "N" * 200), "", by, 0) for each in range(3, 90)]
    viewers += [Viewer("partner", None, "P" * 200, by, 0)]
    ticket = a_ticket(state=state, expert_id=3)
    seen = Seen(ticket, viewers, ["N" * 200] * 90, [by] * 5, me)
    assert check_view(dict(requester_forms.viewers(seen, STEP, _))) == []


def test_every_outcome_and_choice_can_be_sent_back() -> None:
    form = requester_forms.close(STEP, EN, to="Ruth", team="")
    assert {each["value"] for each in form["blocks"][1]["element"]["options"]} == set(OUTCOMES)
    me = a_person(1, "Ana")
    seen = requester_forms.viewers(Seen(a_ticket(), [], [], [], me), STEP, EN)
    chosen = [each["value"] for each in seen["blocks"][-1]["element"]["options"]]
    assert tuple(chosen) == VISIBILITIES
