"""The morning digest at its fullest: what it names, and that Slack takes it."""

from __future__ import annotations

import pytest

from bot.desk.digest import NAMED, SHOWN, Digest
from bot.desk.lines import Line
from bot.i18n import Language, texts
from bot.sandbox.blockkit.check import check_blocks
from handlers.views.digest import digest
from handlers.views.own_rows import Reading
from tests.handlers.views.library import NAMES
from tests.handlers.views.test_home_desk import MOMENT, WORST, desk, row
from tests.readable import readable

WORKSPACE = f"https://{'a-network-of-offices-'[:21]}.enterprise.slack.com/"
CARD = ("C0123456789", "1796000000.000100")


def late(number: int, **known: object) -> Line:
    ticket = row(id=number, **known)
    return Line(ticket, "overdue", "Ruth Adeyemi, Harbor Legal Aid", CARD, is_overdue=True)


def found(shown: int, also: int, **known: object) -> Digest:
    lines = [late(100_000 + number, **known) for number in range(shown + also)]
    return Digest(desk(*lines), lines[:shown], 3, lines[shown:])


def test_each_that_is_overdue_says_what_it_is_who_holds_it_and_since_when() -> None:
    said = MOMENT.sub(
        "WHEN", readable(digest(found(1, 2), Reading(NAMES, texts("en"), "https://x/")))
    )
    card = "https://x/archives/C0123456789/p1796000000000100"
    assert said.splitlines()[3:7] == [
        (
            f"*<{card}|#100000>* · Crafting a school district resolution · 287(g) agreements · "
            "Austin, Texas"
        ),
        "*Overdue since WHEN* · waits on Ruth Adeyemi, Harbor Legal Aid since WHEN",
        "[Open] [Take it] [Ask an expert]",
        f"Also overdue: *<{card}|#100001>* · *<{card}|#100002>*",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_at_its_fullest_slack_takes_it(language: Language) -> None:
    full = found(SHOWN, NAMED - SHOWN, kind=WORST, place=f"US-TX/{WORST}", priority="high")
    message = digest(full, Reading(NAMES, texts(language), WORKSPACE))
    assert check_blocks(message["blocks"], "message") == []
    assert str(message).count("archives/") == NAMED
    assert "…" not in message["blocks"][-3]["text"]["text"]
