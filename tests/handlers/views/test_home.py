"""One person's Home, as they read it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Language, texts
from bot.sandbox.blockkit.check import check_view
from catalog.models import Page, Place, Section, State, Topic
from handlers.views.blocks import Block, section
from handlers.views.home import MOST_BLOCKS, Offered, Own, home, library, role_buttons
from handlers.views.place_form import place_form
from handlers.views.saved import Saved
from tests.handlers.views.library import GUIDE, page, reader
from tests.readable import readable

SHELF = Section("toolkits", "Toolkits", "Guías", "type:toolkit", 3)
TOPIC = Topic("287g", "287(g) agreements", "Acuerdos 287(g)", resources=9)
OFFERED = Offered([SHELF], [TOPIC, Topic("empty", "Empty", "Vacío")], page(GUIDE))
BYLINE = "(Immigrant Legal Resource Center · Toolkit or guide · Mar 2025 · English · United States)"
LIBRARY = [
    "## The library",
    (
        "Ordinances, model language, toolkits, legal analyses and know-your-rights material for "
        "protecting immigrant communities. Only you see what you look up."
    ),
    "[Search the library]",
    "(Or type `/resources sanctuary tx` in any channel.)",
    "---",
    (
        "*A document is not enough?* Ask a person, privately. A coordinator answers, or brings in "
        "an expert if you allow it. [Ask for help]"
    ),
    "---",
]


def shown(own: Own, offered: Offered = OFFERED, language: Language = "en") -> str:
    return readable(home(library(offered, own, reader(language)), texts(language)))


def lines(own: Own) -> list[str]:
    return shown(own).splitlines()


def test_home_has_the_library_and_what_is_the_person_s_own() -> None:
    title = "*<https://www.ilrc.org/ending-287g|Ending 287(g): A Toolkit>*"
    own = Own([Saved("guide", GUIDE)], 1, Place("US-TX", "Austin"), "en", searches=3)
    assert lines(own) == [
        *LIBRARY,
        "## Saved",
        f"{title} [Details]",
        BYLINE,
        "[Edit] [Remove all]",
        "---",
        "## Browse",
        "[Toolkits (3)]",
        "## Topics",
        "[287(g) agreements (9)]",
        "---",
        "## Latest in the library",
        title,
        "Step by step against a 287(g) agreement.",
        BYLINE,
        "[Details] [Save]",
        "---",
        "## Your settings",
        "*Your place*",
        "Austin, Texas. Resources from there move up when a search names no other place.",
        "[Change] [Remove]",
        "*Language*",
        "[As in Slack] [English ✓] [Español]",
        "*Privacy*",
        (
            "What you save and search is shown to you only. Your last 10 searches are kept, "
            "personal numbers left out. [Forget my searches]"
        ),
    ]


def test_who_is_new_is_told_what_could_be_there() -> None:
    said = "\n".join(lines(Own()))
    assert "Nothing yet. Press *Save* under a resource to find it here again." in said
    assert "Say where you serve, and resources from there move up in searches." in said
    assert "[Set your place]" in said
    assert "[As in Slack ✓] [English] [Español]" in said
    assert "None of your searches are kept now." in said


def test_what_is_saved_is_marked_among_the_latest_too() -> None:
    drawn = library(OFFERED, Own(), reader(saved=frozenset({"guide"})))
    said = readable(home(drawn, texts("en")))
    assert "[Details] [Saved ✓]" in said


def test_who_can_look_in_one_way_only_is_not_asked_as_whom() -> None:
    assert role_buttons(["own"], "own", texts("en")) == []


def test_as_whom_somebody_looks_is_marked() -> None:
    row = role_buttons(["coordinator", "expert", "own"], "expert", texts("en"))
    said = "[Coordinator] [Expert ✓] [My requests and library]"
    assert readable(home(row, texts("en"))) == said


def test_the_library_fits_slack_s_hundred_blocks_at_its_fullest() -> None:
    saved = [Saved(f"guide-{n}", GUIDE) for n in range(5)]
    newest = [replace(GUIDE, id=f"new-{n}") for n in range(3)]
    offered = replace(OFFERED, newest=page(*newest))
    drawn = library(offered, Own(saved, 1_000, Place("US-TX"), "", 10), reader())
    assert len(drawn) <= 60


@given(blocks=st.lists(st.text(min_size=1, max_size=3_000).map(section), max_size=140))
def test_whatever_there_is_slack_takes_it_and_what_is_left_out_is_told(
    blocks: list[Block],
) -> None:
    view = home(blocks, texts("en"))
    assert check_view(view) == []
    if view["blocks"] != blocks:
        assert view["blocks"][:-1] == blocks[: len(view["blocks"]) - 1]
        assert readable(view).endswith("(There is more than Slack shows here.)")


def test_a_hundred_short_ones_are_all_shown() -> None:
    blocks = [section("one")] * MOST_BLOCKS
    assert home(blocks, texts("en"))["blocks"] == blocks


def test_what_is_too_many_bytes_is_cut_too() -> None:
    view = home([section("\N{PILE OF POO}" * 1_400)] * 90, texts("en"))
    assert check_view(view) == []
    assert len(view["blocks"]) < 90


def test_an_empty_library_leaves_no_gap() -> None:
    said = shown(Own(), Offered([SHELF], [TOPIC], Page(OFFERED.newest.query)))
    assert "Latest in the library" not in said


def test_home_in_spanish_has_no_english_left() -> None:
    own = Own([Saved("gone", None)], 9, Place("US-TX"), "es", 1)
    said = shown(own, language="es")
    assert "[Como en Slack] [English] [Español ✓]" in said
    for english in ("Saved", "place", "Language", "Privacy", "search", "Remove", "library"):
        assert english not in said


def test_the_form_for_a_place_shows_the_one_there_is() -> None:
    states = [State("US-TX", "Texas", "Texas"), State("US-NY", "New York", "Nueva York")]
    assert readable(place_form(Place("US-TX", "Austin"), states, reader())).splitlines() == [
        "# Your place",
        "(Resources from there move up when a search names no other place.)",
        "State or territory: <Texas>",
        "City or county: _Austin_",
        "[Save] [Cancel]",
    ]


def test_states_are_in_the_order_of_the_reader_s_language() -> None:
    states = [State("US-TX", "Texas", "Texas"), State("US-NY", "New York", "Nueva York")]
    menu = place_form(None, states, reader("es"))["blocks"][1]["element"]
    names = [option["text"]["text"] for option in menu["options"]]
    assert names == ["Nueva York", "Texas"]
