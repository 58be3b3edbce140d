"""A draft's form, its question and the list, and what is read at a request's end: within Slack's
limits, in both languages.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast, get_args

import pytest

from bot.desk.patterns import Kind
from bot.desk.traces import Traces
from bot.i18n import Texts, texts
from bot.sandbox.blockkit.check import check_blocks, check_view
from bot.store import Row
from catalog.models import Kind as Type
from catalog.models import Place, Publisher, Resource, State, Topic
from handlers import ids
from handlers.carried import Step
from handlers.views import closing, draft, draft_form
from handlers.views.closing import Ended
from handlers.views.draft_form import Choices, Found
from handlers.views.resource import Names
from tests.readable import buttons, readable

EN, ES = texts("en"), texts("es")
HANDLE = "d-0123456789abcdef"
STEP = Step(HANDLE)

NAMES = Names(
    {f"k{n}": Type(f"k{n}", "Type " * 20, "Tipo " * 20) for n in range(30)},
    {f"t{n}": Topic(f"t{n}", "Topic " * 20, "Tema " * 20) for n in range(99)},
    {},
)
CHOICES = Choices(
    [Publisher(f"p{n}", f"{n} " + "Institute of " * 10) for n in range(99)],
    [State(f"US-{n}", "State " * 20, "Estado " * 20) for n in range(60)],
)
LONGEST = Resource(
    "from-request-x",
    "&" * 200,
    title_es="<" * 200,
    summary="&" * 1_500,
    summary_es="<" * 1_500,
    url="https://a.example/" + "&" * 980,
    topics=("t1",),
    type="k1",
    places=(Place("US-TX", "&" * 100),),
    publishers=("Institute & " * 10,),
)
VALUES = {
    ids.DRAFT_TITLE: "T" * 200,
    ids.DRAFT_SUMMARY: "S" * 1_500,
    ids.DRAFT_ADDRESS: "https://a.example",
    ids.DRAFT_TYPE: "k1",
    ids.HOME_CITY: "Austin",
}
MUCH = Found(get_args(Kind), Traces(("&" * 40,) * 9, ("<" * 60,) * 2, ("&" * 60,) * 900))


def a_draft(state: str = "asked") -> Row:
    return cast("Row", SimpleNamespace(handle=HANDLE, state=state, version=3))


def a_ticket(**values: object) -> Row:
    known = {
        "id": 12,
        "handle": "t-0123456789abcdef",
        "state": "closed",
        "outcome": "not_ours",
        "helped": "",
        "comment": "",
    }
    return cast("Row", SimpleNamespace(**known | values))


@pytest.mark.parametrize("_", [EN, ES])
@pytest.mark.parametrize("found", [None, MUCH])
def test_the_form_fits(found: Found | None, _: Texts) -> None:
    view = draft_form.form(STEP, VALUES, CHOICES, NAMES, _, found=found)
    assert check_view(dict(view)) == []
    assert view["private_metadata"] == STEP.dump()


@pytest.mark.parametrize("_", [EN, ES])
@pytest.mark.parametrize(
    "state", ["asked", "agreed", "publishing", "published", "refused", "dropped"]
)
def test_what_is_said_of_a_draft_fits_in_each_of_its_states(state: str, _: Texts) -> None:
    for there in (LONGEST, None):
        for message in (
            draft.asked(a_draft(state), there, NAMES, _),
            draft.answered(a_draft(state), there, NAMES, _),
        ):
            assert check_blocks(message["blocks"], "message") == []
            assert "ylograph" not in message["text"]


@pytest.mark.parametrize("_", [EN, ES])
def test_the_fullest_list_fits(_: Texts) -> None:
    states = ["agreed"] * 8 + ["publishing"] * 2 + ["asked"] * 5 + ["published"] * draft.OVER
    assert len(states) == draft.OPEN + draft.OVER
    view = draft.listing([(a_draft(state), LONGEST) for state in states], _, total=900)
    assert check_view(dict(view)) == []
    assert "885" in readable(view)


def test_what_left_the_library_is_said_to_be_gone() -> None:
    view = draft.listing([(a_draft("published"), None)], EN, total=0)
    assert "Not in the library any more" in readable(view)


@pytest.mark.parametrize("_", [EN, ES])
@pytest.mark.parametrize("helped", ["", *closing.ANSWERS])
def test_the_question_whether_it_helped_fits(helped: str, _: Texts) -> None:
    ticket = a_ticket(helped=helped, comment="&" * 500)
    ended = Ended(ticket, "<" * 500, "&" * 80, 1_800_000_000_000)
    message = closing.helped(ended, _, is_newest=True)
    assert check_blocks(message["blocks"], "message") == []
    assert len(buttons(message)) == 3 + bool(helped) + (helped == "no")


@pytest.mark.parametrize("_", [EN, ES])
def test_what_else_is_said_at_the_end_fits(_: Texts) -> None:
    ticket = a_ticket(helped="no", comment="&" * 500)
    ended = Ended(ticket, "<" * 500, "&" * 80)
    messages = [
        closing.ended(ended, _),
        closing.thanks(ended, "&amp;" * 80, _),
        closing.reopened_for_requester(9, "&" * 80, _),
        closing.reopened_for_expert(_),
        closing.reopened_for_coordinators(9, "", "U0DANA", _),
    ]
    assert [check_blocks(message["blocks"], "message") for message in messages] == [[]] * 5
    for view in (closing.comment_form(ticket, _), closing.close_as_expert(STEP, _)):
        assert check_view(dict(view)) == []
