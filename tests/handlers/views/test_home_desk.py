"""A coordinator's desk in Home, at its fullest and with the longest names there can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.agenda import AGES, LISTS, LONGEST, PAGE, Agenda, Filters, ListName
from bot.desk.lines import Line
from bot.desk.stuck import Held, SetAside, Stuck, Whose
from bot.i18n import texts
from bot.sandbox.blockkit.check import check_view
from bot.store import Row
from catalog.models import State, Topic
from handlers.views.home import home, role_buttons
from handlers.views.home_desk import coordinators_desk, tools
from handlers.views.own_rows import Reading
from handlers.views.resource import Names
from handlers.views.undelivered import undelivered
from handlers.views.wording import REQUEST_KINDS
from tests.handlers.views.library import NAMES
from tests.readable import readable

NOW = 1_796_000_000_000
MOMENT = re.compile(r"<!date[^>]*>")
SLACK = "https://network.slack.com/"
WORST = "<&>*_`~|" * 400
STUCK = 3


@dataclass(frozen=True)
class Ticket:
    """A ticket's row, as the views read it."""

    id: int = 12
    handle: str = "t-abcdefghijklmnop"
    state: str = "received"
    waits_on: str = "coordinator"
    kind: str = "school-resolution"
    topic: str = "287g"
    place: str = "US-TX/Austin"
    vote_on: str = ""
    is_urgent: bool = False
    priority: str = "normal"
    assignee_id: int | None = None
    ball_at: int = NOW
    due_at: int | None = NOW


def row(**values: Any) -> Row:  # noqa: ANN401 (the columns of a ticket)
    ticket: Any = Ticket(**values)
    return ticket  # type: ignore[no-any-return]  # stands in for a row of the database


def desk(*lines: Line, **values: Any) -> Agenda:  # noqa: ANN401 (the fields of Agenda)
    counts: dict[ListName, int] = {"needs": len(lines), "experts": 3, "requesters": 4, "due": 5}
    given = {"listed": "needs", "filters": Filters(), "counts": counts, "overdue": 2, "page": 0}
    return Agenda(**{**given, "lines": lines, **values})


def said(agenda: Agenda, language: Any = "en", workspace: str = SLACK) -> str:  # noqa: ANN401 (a language)
    blocks = coordinators_desk(agenda, Reading(NAMES, texts(language), workspace))
    return MOMENT.sub("WHEN", readable(home(blocks, texts(language))))


def line(text: str) -> str:
    """The second of a row's lines."""
    return text.splitlines()[4]


def test_it_reads_as_a_list() -> None:
    urgent = row(is_urgent=True, priority="high", state="accepted", waits_on="expert")
    taken = row(id=7, place="", assignee_id=3, state="taken", due_at=None, waits_on="requester")
    agenda = desk(
        Line(row(), "unassigned", "", ("C1", "1796000000.000100")),
        Line(urgent, "overdue", "Ruth Adeyemi, Harbor Legal Aid"),
        Line(taken, ""),
        partners=[("harbor", "Harbor Legal Aid")],
    )
    assert said(agenda).splitlines() == [
        "## Requests",
        (
            "[Needs me now (3) ✓] [Waiting on experts (3)] [Waiting on requesters (4)] "
            "[Due today (5)]"
        ),
        "<Kind> <Topic> <Place> <Partner> <Age> <Whose>",
        (
            "*<https://network.slack.com/archives/C1/p1796000000000100|#12>* · Crafting a school "
            "district resolution · 287(g) agreements · Austin, Texas"
        ),
        "*Nobody has it yet* · since WHEN · due WHEN",
        "[Open] [Take it] [Ask an expert]",
        (
            "*#12* · :rotating_light: *Urgent* · High priority · Crafting a school district "
            "resolution · 287(g) agreements · Austin, Texas"
        ),
        "*Overdue since WHEN* · waits on Ruth Adeyemi, Harbor Legal Aid since WHEN",
        "[Open] [Take it]",
        "*#7* · Crafting a school district resolution · 287(g) agreements",
        "waits on who asked since WHEN",
        "[Open] [Ask an expert]",
        "---",
    ]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("vote", "*Vote on Nov 24, 2026*"),
        ("overdue", "*Overdue since WHEN*"),
        ("due", "*Due today*"),
        ("came_back", "*Nobody who was asked could take it*"),
        ("mine", "*Yours*"),
        ("away", "*Its coordinator is away*"),
    ],
)
def test_a_row_says_why_it_is_there(why: Any, words: str) -> None:  # noqa: ANN401 (a reason)
    text = said(desk(Line(row(vote_on="2026-11-24"), why)))
    assert line(text).startswith(f"{words} · waits on a coordinator")


def test_the_one_that_is_due_says_how_many_are_late() -> None:
    assert "(2 overdue)" in said(desk(Line(row(), "due"), listed="due"))


def test_the_way_to_other_pages() -> None:
    counts: dict[ListName, int] = {"needs": 40, "experts": 0, "requesters": 0, "due": 0}
    lines = [Line(row(), "")] * PAGE
    assert "(1–15 of 40)\n[Next]" in said(desk(*lines, counts=counts))
    assert "(16–30 of 40)\n[Previous] [Next]" in said(desk(*lines, counts=counts, page=1))
    assert "(31–40 of 40)\n[Previous]\n" in said(desk(*lines[:10], counts=counts, page=2))


@pytest.mark.parametrize("listed", LISTS)
def test_a_list_with_nothing_in_it_says_so(listed: ListName) -> None:
    counts: dict[ListName, int] = dict.fromkeys(LISTS, 0)
    text = said(desk(listed=listed, counts=counts))
    assert "Nothing " in text
    assert "(1–" not in text


def test_what_is_picked_out_is_shown_and_can_be_cleared() -> None:
    filters = Filters("school-resolution", "287g", "US-TX", "harbor", "7", "mine")
    text = said(desk(filters=filters, partners=[("harbor", "Harbor Legal Aid")]))
    assert (
        "<Crafting a school district resolution> <287(g) agreements> <Texas> <Harbor Legal Aid> "
        "<Over 7 days> <Mine> [Clear filters]"
    ) in text
    assert "With these filters nothing is left in this list. [Clear filters]" in text


def test_what_is_picked_out_and_is_no_more_still_shows() -> None:
    text = said(desk(filters=Filters(topic="gone", partner="left")))
    assert "<Kind> <gone> <Place> <left> <Age> <Whose> [Clear filters]" in text


def test_tools_are_one_click_away() -> None:
    assert readable(home(tools(texts("en")), texts("en"))) == (
        "## Tools\n[Reports] [Stale requests] [Saved replies] [Drafts for the library] "
        "[Experts and partners] [My time away] [Settings]"
    )


def test_in_spanish_it_has_no_english_left() -> None:
    text = said(
        desk(
            *(Line(row(vote_on="2026-11-24"), why) for why in ("vote", "overdue", "came_back")),
            *(Line(row(waits_on=each), "mine", on) for each, on in WAITS),
            filters=Filters(age="7", whose="nobody"),
        ),
        "es",
    )
    assert "[Requieren mi atención (6) ✓]" in text
    for english in ("Needs", "waits", "due", "since", "Vote", "Over", "of 6", "Yours", "Clear"):
        assert english not in text


WAITS = (("coordinator", "Dana Kim"), ("expert", ""), ("requester", ""))

NAME = st.text(min_size=0, max_size=300) | st.just(WORST)
LINES = st.builds(
    Line,
    st.builds(
        row,
        id=st.integers(1, 10**12),
        state=st.sampled_from(["received", "taken", "offered", "accepted"]),
        waits_on=st.sampled_from(["coordinator", "expert", "requester"]),
        kind=st.sampled_from(REQUEST_KINDS) | NAME,
        place=st.sampled_from(["", "US", "US-TX"]) | NAME.map("US-TX/{}".format),
        vote_on=st.just("2026-11-24"),
        is_urgent=st.booleans(),
        priority=st.sampled_from(["low", "normal", "high"]),
        assignee_id=st.none() | st.integers(1, 9),
        due_at=st.none() | st.integers(0, NOW * 2),
    ),
    st.sampled_from(["vote", "overdue", "due", "came_back", "unassigned", "mine", "away", ""]),
    NAME,
    st.just(("C0123456789", "1796000000.000100")),
)
WHOSE = st.builds(Whose, NAME, st.none() | st.integers(1, 10**9), st.booleans())
HELD = st.builds(
    Held, st.just("o-abc"), NAME, NAME, WHOSE, st.just(NOW), st.integers(0, 10**6), st.booleans()
)
SET_ASIDE = st.builds(SetAside, st.integers(1, 10**9), NAME, NAME, WHOSE, st.just(NOW))
IDS = st.text(max_size=LONGEST)
CHOSEN = st.builds(Filters, *[IDS] * 4, st.sampled_from(["", *map(str, AGES), "x"]), IDS)


@given(
    lines=st.lists(LINES, max_size=PAGE),
    filters=CHOSEN,
    partners=st.lists(st.tuples(st.text(min_size=1, max_size=200), NAME), max_size=5),
    held=st.lists(HELD, max_size=STUCK),
    set_aside=st.lists(SET_ASIDE, max_size=STUCK),
    language=st.sampled_from(["en", "es"]),
)
def test_whatever_the_names_slack_takes_all_of_it(
    lines: list[Line],
    filters: Filters,
    partners: list[tuple[str, str]],
    held: list[Held],
    set_aside: list[SetAside],
    language: Any,  # noqa: ANN401 (a language)
) -> None:
    many: dict[ListName, int] = dict.fromkeys(LISTS, 10**9)
    topics = {f"{n}": Topic(f"{n}", WORST, WORST) for n in range(130)}
    states = {f"US-{n}": State(f"US-{n}", WORST, WORST) for n in range(130)}
    _ = texts(language)
    agenda = desk(
        *lines,
        counts=many,
        filters=filters,
        partners=[*partners, *((f"{n}", WORST) for n in range(130))],
        page=7,
    )
    blocks = [
        *role_buttons(["coordinator", "expert", "own"], "coordinator", _),
        *undelivered(Stuck(tuple(held), tuple(set_aside), 10**9, 10**9), _),
        *coordinators_desk(agenda, Reading(Names({}, topics, states), _, SLACK)),
        *tools(_),
    ]
    view = home(blocks, _)
    assert check_view(view) == []
    assert view["blocks"] == blocks
    assert len(blocks) <= 65
