"""What a person saved, as they read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from bot.i18n import texts
from handlers import ids
from handlers.carried import Choice, Origin
from handlers.views.blocks import View
from handlers.views.results import results_modal
from handlers.views.saved import Saved, marked, saved_modal, saved_section
from handlers.views.search_form import Choices, Filled, search_form, shelves
from tests.handlers.views.library import GUIDE, page, reader
from tests.readable import readable

EN = texts("en")
TITLE = "*<https://www.ilrc.org/ending-287g|Ending 287(g): A Toolkit>*"
BYLINE = "(Immigrant Legal Resource Center · Toolkit or guide · Mar 2025 · English · United States)"
MAP = replace(GUIDE, id="map", title="Map")
KEPT, GONE = Saved("guide", GUIDE), Saved("old-guide", None)


def lines(*saved: Saved, total: int = 0) -> list[str]:
    blocks = saved_section(saved, total or len(saved), reader())
    return readable({"blocks": blocks}).splitlines()


def test_home_shows_titles_and_bylines_and_a_way_to_the_details() -> None:
    assert lines(KEPT) == [f"{TITLE} [Details]", BYLINE, "[Edit] [Remove all]"]


def test_what_home_has_no_room_for_is_behind_a_button() -> None:
    assert lines(KEPT, total=12)[-1] == "[Show all (12)] [Remove all]"


def test_who_saved_nothing_is_told_how() -> None:
    assert lines() == ["(Nothing yet. Press *Save* under a resource to find it here again.)"]


def test_what_has_left_the_library_is_said_and_can_be_removed() -> None:
    assert lines(GONE)[0] == "This resource is no longer in the library (old-guide). [Remove]"


def test_removing_all_is_asked_about_first() -> None:
    (*_, remove_all) = saved_section([KEPT], 1, reader())[-1]["elements"]
    assert remove_all["confirm"]["title"]["text"] == "Remove everything you saved?"
    assert remove_all["confirm"]["deny"]["text"] == "Keep it"


def test_the_window_lists_all_page_by_page() -> None:
    assert readable(saved_modal([KEPT, GONE], 10, 23, reader())).splitlines() == [
        "# Saved",
        TITLE,
        BYLINE,
        "[Details] [Remove]",
        "This resource is no longer in the library (old-guide).",
        "[Remove]",
        "---",
        "[Back] [Next]",
        "[Close]",
    ]


def test_an_empty_window_says_so() -> None:
    assert "Nothing yet." in readable(saved_modal([], 0, 0, reader()))


def test_what_is_removed_in_the_window_can_be_saved_again() -> None:
    window = saved_modal([KEPT, GONE, Saved("map", MAP)], 0, 3, reader())
    removed = readable(marked(window, {"map"}, EN)).splitlines()
    assert removed[3] == "[Details] [Save]"
    assert removed[4] == "This resource is no longer in the library (old-guide)."
    assert removed.count("[Details] [Remove]") == 1
    assert "[Remove]" not in removed
    assert "Home tab" not in "".join(removed)


def test_every_button_of_a_window_shows_how_things_stand() -> None:
    results = results_modal(page(GUIDE, MAP), "hold", reader(), origin=Origin())
    said = readable(marked(results, {"map"}, EN))
    assert said.index("[Details] [Save]") < said.index("[Details] [Saved ✓]")
    assert said.endswith("(What you save is in Liaison's Home tab, for you only.)\n[Close]")


def test_marking_twice_changes_nothing_and_unmarking_brings_back_what_was() -> None:
    results = results_modal(page(GUIDE, MAP), "hold", reader(), origin=Origin())
    once = marked(results, {"guide"}, EN)
    assert marked(once, {"guide"}, EN) == once
    assert marked(once, (), EN) == results


def test_the_form_s_own_fields_are_left_alone() -> None:
    below = shelves([], page(GUIDE), reader())
    choices = Choices([], [], [], [])
    form = search_form(Filled("typed"), choices, reader(), origin=Origin(), shelf=below)
    assert _inputs(marked(form, {"guide"}, EN)) == _inputs(form)


def test_it_reads_as_well_in_spanish() -> None:
    blocks = saved_section([KEPT, GONE], 7, reader("es"))
    said = readable({"blocks": blocks})
    assert "Poner fin al 287(g): guía práctica>* [Detalles]" in said
    for english in ("Remove", "library", "Show"):
        assert english not in said


def test_buttons_name_the_resource_and_nobody() -> None:
    window = saved_modal([KEPT], 0, 1, reader())
    values = [each["value"] for each in window["blocks"][2]["elements"]]
    assert values == ["guide", Choice("guide").dump()]
    assert window["callback_id"] == ids.SAVED


def _inputs(view: View) -> list[Any]:
    return [block for block in cast("Any", view)["blocks"] if block["type"] == "input"]
