"""Saved replies, stale requests and merged ones at their fullest, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.desk.masking import Masked
from bot.desk.replies import LONGEST_NAME, LONGEST_TEXT, MOST, PLACEHOLDERS, Saved
from bot.desk.stale import MOST_OURS, MOST_SILENT, Closed, Seen, Stale
from bot.i18n import Language, texts
from bot.sandbox.blockkit.check import check_blocks, check_view
from handlers.carried import Step
from handlers.views import merged, reply_forms, saved_replies, stale
from handlers.views.closing import MOST_WORDS
from handlers.views.reply_forms import Reply, Stage
from handlers.views.saved_replies import PAGE, Page
from handlers.views.stale import Line, Shown
from tests.handlers.views.library import NAMES
from tests.handlers.views.test_card import WORST, Ticket
from tests.readable import buttons, readable

BOTH = pytest.mark.parametrize("language", ["en", "es"])
FULLEST = Saved(
    *(7, WORST[:LONGEST_NAME]),
    {"en": Masked(WORST[:LONGEST_TEXT]), "es": Masked(WORST[:LONGEST_TEXT])},
    99_999,
)


def rows(first: int, count: int, **values: object) -> list[Any]:
    """Tickets as the list of stale ones reads them."""
    longest = replace(Ticket(), kind="legal-question-detainers-funding", place="US-TX/" + "W" * 40)
    return [_Stale(longest, first + each, **values) for each in range(count)]


class _Stale:
    """A ticket's row, with what the clock keeps of it."""

    def __init__(self, ticket: Ticket, number: int, **values: object) -> None:
        self.__dict__ |= {name: getattr(ticket, name) for name in ticket.__dataclass_fields__}
        self.id, self.handle, self.version = number, f"t-{number:016}", 123
        self.answered_at: int | None = 1
        self.waits_on, self.vote_on = "requester", ""
        self.__dict__ |= values


def shown(*those: Any) -> Shown:  # noqa: ANN401 (rows)
    return Shown({each.id: date(2026, 11, 3) for each in those}, NAMES)


# Limits


@BOTH
def test_every_window_fits_slack_s_limits(language: Language) -> None:
    _ = texts(language)
    line, handle = Line(WORST[:MOST_WORDS], WORST[:MOST_WORDS], ("phone", "email")), "t-abc"
    silent = rows(90_000, MOST_SILENT)
    ours = rows(80_000, MOST_OURS, waits_on="coordinator", answered_at=None)
    full = Stale(14, silent, ours, 20_000, 20_000)
    said = reply_forms.put_in(FULLEST.name, _, missing="es", hides_name=True)
    reply = Reply(
        *(handle, "Dana Kim", [WORST[:80], WORST[:80]]),
        others=99,
        saved=[replace(FULLEST, id=each) for each in range(MOST)],
        stage=Stage(turn=99, used=tuple(range(99_000, 99_100)), reached=(2, 99)),
        text=WORST[:3_000],
        masked=WORST[:3_000],
        said=said,
    )
    views = [
        reply_forms.reply_form(reply, _),
        reply_forms.reply_form(replace(reply, said=reply_forms.is_gone(_)), _),
        reply_forms.reply_form(
            replace(reply, said=reply_forms.does_not_fit(FULLEST.name, 99_999, _)), _
        ),
        reply_forms.reply_preview(reply, _),
        saved_replies.listing(Page([FULLEST] * PAGE, PAGE, MOST), _),
        saved_replies.listing(Page([], 0, 0), _),
        saved_replies.form(FULLEST, 80, _),
        saved_replies.form(None, 0, _),
        merged.form(Ticket(), rows(1, 10), _),  # type: ignore[arg-type]
        merged.form(Ticket(), [], _),  # type: ignore[arg-type]
        stale.look(full, shown(*silent, *ours), _),
        stale.look(Stale(7, [], [], 0, 0), shown(), _),
        stale.sure(
            [*silent, *ours],
            stale.Stage("sure", 60, 70, "referred"),
            line,
            shown(*silent, *ours),
            _,
        ),
    ]
    assert [check_view(view) for view in views] == [[] for _view in views]
    for own in (None, 12):
        assert check_blocks(merged.told(Ticket(), own, _)["blocks"], "message") == []  # type: ignore[arg-type]


@BOTH
def test_what_came_of_it_is_short_however_many_were_left_out(language: Language) -> None:
    said = stale.done(Closed(3, tuple(range(90_000, 90_070))), texts(language))
    assert len(said) < 400
    assert stale.done(Closed(), texts("en")) == "No request was closed."


@BOTH
def test_each_placeholder_is_explained(language: Language) -> None:
    assert set(saved_replies.meaning(texts(language))) == set(PLACEHOLDERS)


# What stands in them


def test_a_button_to_turn_the_page_is_there_where_it_leads_somewhere() -> None:
    _ = texts("en")
    pages = [Page([FULLEST], 0, 1), Page([FULLEST], 0, PAGE + 1), Page([FULLEST], PAGE, PAGE + 1)]
    turns = [buttons(saved_replies.listing(page, _))[1:] for page in pages]
    assert turns == [[], ["Next"], ["Previous"]]


def test_what_another_asked_is_never_told_by_its_number() -> None:
    said = readable(merged.told(Ticket(merged_into=77), None, texts("en")))  # type: ignore[arg-type]
    assert "77" not in said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "silent since Nov 3, 2026; waits on the person who asked"),
        ({"waits_on": "expert"}, "silent since Nov 3, 2026; waits on the expert"),
        ({"waits_on": "coordinator"}, "silent since Nov 3, 2026; waits on a coordinator"),
        (
            {"waits_on": "expert", "answered_at": None},
            "nobody answered this yet, since Nov 3, 2026",
        ),
        ({"promised_on": "2027-01-02"}, "promised for Jan 2, 2027"),
        ({"vote_on": "2027-01-02"}, "a vote on Jan 2, 2027"),
    ],
)
def test_each_says_on_whom_it_waits(values: dict[str, object], said: str) -> None:
    ours = rows(1, 1, **values)
    view = stale.look(Stale(14, [], ours, 0, 1), shown(*ours), texts("en"))
    [boxes] = [each["element"] for each in view["blocks"] if "options" in each.get("element", {})][
        :1
    ]
    assert boxes["options"][0]["description"]["text"] == said
    assert "initial_options" not in boxes


# What they carry


def test_a_stage_comes_back_as_it_was() -> None:
    stage = Stage("preview", 3, True, (7, 12), (2, 5))  # noqa: FBT003 (whole)
    assert Stage.of(stage.step("t-abc")) == stage
    assert Stage.of(Stage().step("t-abc")) == Stage()
    assert Stage.of(Step("t-abc", "write")) == Stage()
    closing = stale.Stage("sure", 30, 12, "referred")
    assert stale.Stage.of(closing.step()) == closing


def test_what_was_ticked_comes_back_in_order_with_the_version_seen() -> None:
    view = stale.look(Stale(14, rows(1, 12), [], 12, 0), shown(*rows(1, 12)), texts("en"))
    groups = [each["element"] for each in view["blocks"] if "stale_choice" in str(each)]
    values = {
        each["action_id"]: "\n".join(option["value"] for option in each["options"])
        for each in groups
    }
    assert stale.seen(values) == [Seen(f"t-{number:016}", 123) for number in range(1, 13)]
    assert stale.seen({"words": "12 t-abc"}) == []
