"""Answers to a look-up, as people read them."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n import texts
from catalog.models import Correction, Page, Place, Query, Topic, UnknownFilter
from handlers.carried import Carried, Choice, Origin, Turn
from handlers.views.results import message, results_modal
from handlers.views.search_form import (
    Choices,
    Filled,
    fill,
    recent_searches,
    search_form,
    without_recent,
)
from tests.handlers.views.library import GUIDE, KIND, STATE, TOPIC, page, reader
from tests.readable import buttons, readable

EN = texts("en")
HERE = Origin("https://hooks.example", "", shareable=True)
CHOICES = Choices([TOPIC], [KIND], [STATE], ["en", "es"])


def test_an_answer_has_title_summary_byline_and_buttons() -> None:
    answer = message(page(GUIDE), "hold", reader(), origin=HERE)
    assert readable(answer).splitlines() == [
        "(1 resource for “hold”)",
        "*<https://www.ilrc.org/ending-287g|Ending 287(g): A Toolkit>*",
        "Step by step against a 287(g) agreement.",
        "(Immigrant Legal Resource Center · Toolkit or guide · Mar 2025 · English · United States)",
        "[Details] [Share here] [Save]",
        "---",
        "[Refine] [Ask an expert]",
    ]


def test_what_is_saved_is_marked_and_it_is_said_where_to_find_it() -> None:
    answer = message(page(GUIDE), "hold", reader(saved=frozenset({"guide"})), origin=HERE)
    assert readable(answer).splitlines()[-4:] == [
        "[Details] [Share here] [Saved ✓]",
        "---",
        "[Refine] [Ask an expert]",
        "(What you save is in Liaison's Home tab, for you only.)",
    ]


def test_in_a_message_the_button_leads_back_to_its_page() -> None:
    query = 'a "whole" question\\?'
    answer = message(page(GUIDE, total=12, offset=5), query, reader(), origin=HERE)
    save = answer["blocks"][3]["elements"][2]
    assert Choice.load(save["value"]) == Choice("guide", Turn(query, 5))


def test_an_answer_is_in_the_reader_s_language() -> None:
    said = readable(message(page(GUIDE), "hold", reader("es"), origin=HERE))
    assert "Poner fin al 287(g): guía práctica" in said
    assert "[Detalles] [Compartir aquí] [Guardar]" in said


def test_nothing_can_be_shared_where_nobody_else_reads() -> None:
    assert "Share here" not in buttons(message(page(GUIDE), "x", reader(), origin=Origin()))


def test_pages_lead_on_and_back() -> None:
    middle = message(page(GUIDE, total=12, offset=5), "hold", reader(), origin=HERE)
    assert buttons(middle)[-4:] == ["Back", "Next", "Refine", "Ask an expert"]
    assert "(6–6 of 12 resources for “hold”)" in readable(middle)
    turns = middle["blocks"][-1]["elements"]
    assert [Turn.load(turn["value"]).offset for turn in turns[:2]] == [0, 10]


def test_filters_are_said_by_their_names() -> None:
    query = Query("", types=("toolkit",), topics=("287g",), places=(Place("US-TX"),), new=True)
    said = readable(message(page(GUIDE, query=query), "…", reader(), origin=HERE))
    assert "(1 resource for Toolkit or guide · 287(g) agreements · Texas · New)" in said


def test_what_was_corrected_or_left_out_is_said() -> None:
    query = Query("holf", unknown=(UnknownFilter("type", "tolkit", ("toolkit",)),))
    answer = replace(page(GUIDE, query=query), corrections=(Correction("holf", "hold"),))
    said = readable(message(answer, "holf", reader(), origin=HERE))
    assert "We don't know “type:tolkit”, so we left it out. Try type:toolkit." in said
    assert "Spelling we read differently: “holf” → “hold”" in said


def test_nothing_good_leads_to_the_nearest_topics() -> None:
    nothing = Page(Query("zoning"), nearest_topics=(Topic("schools", "Schools", "Escuelas"),))
    assert readable(message(nothing, "zoning", reader(), origin=HERE)).splitlines() == [
        "(Nothing good found for “zoning”.)",
        "These topics are nearest:",
        "[Schools]",
        "---",
        "[Refine] [Ask an expert with this question]",
    ]


def test_a_person_s_words_fire_nothing() -> None:
    words = "<!channel> *now* <@U1>"
    answer = message(page(GUIDE, query=Query(words)), words, reader(), origin=HERE)
    assert "<!channel>" not in answer["text"]
    assert answer["blocks"][0]["elements"][0]["type"] == "plain_text"


def test_results_in_a_modal_remember_where_they_may_be_shared() -> None:
    modal = results_modal(page(GUIDE), "hold", reader(), origin=HERE)
    assert Origin.load(modal["private_metadata"]) == HERE
    assert buttons(modal)[-1] == "Ask an expert"
    assert "Refine" not in buttons(modal)


def test_a_person_is_asked_with_the_words_and_without_the_filters() -> None:
    query = Query("hold", types=("toolkit",))
    answer = message(page(GUIDE, query=query), "hold type:toolkit", reader(), origin=HERE)
    ask = answer["blocks"][-1]["elements"][-1]
    assert Carried.load(ask["value"]) == Carried("hold")


def test_the_form_shows_a_query_in_its_menus() -> None:
    query = Query("hold", topics=("287g",), places=(Place("US-TX"),), new=True)
    filled = fill(query, CHOICES, lambda rest: rest.words)
    assert filled == Filled("hold", "287g", "", "US-TX", "", "new")
    assert readable(search_form(filled, CHOICES, reader(), origin=HERE)).splitlines() == [
        "# Search the library",
        "What are you looking for?: _hold_",
        "Topic: <287(g) agreements>",
        "Kind: <>",
        "Place: <Texas>",
        "Language: <>",
        "Date: <New in the last 60 days>",
        "[Search] [Close]",
    ]


def test_what_no_menu_can_show_stays_in_the_words() -> None:
    query = Query("hold", types=("toolkit", "faq"), places=(Place("US-TX", "Austin"),))
    filled = fill(query, CHOICES, repr)
    assert filled == Filled(repr(query))


def test_the_last_searches_stand_in_the_window_until_they_are_cleared() -> None:
    recent = recent_searches([("“jail holds”", "jail holds"), ("Texas", "place:TX")], EN)
    window = search_form(Filled("typed"), CHOICES, reader(), origin=HERE, shelf=recent)
    said = readable(window).splitlines()
    assert said[7:9] == ["Your last searches: [Clear]", "[“jail holds”] [Texas]"]
    cleared = readable(without_recent(window)).splitlines()
    assert cleared == [*said[:7], *said[9:]]


def test_of_many_searches_five_are_shown_and_long_ones_cut() -> None:
    shown = recent_searches([("x" * 100, f"query {n}") for n in range(10)], EN)[1]
    labels = [element["text"]["text"] for element in shown["elements"]]
    assert labels == ["x" * 39 + "…"] * 5
    assert len({element["action_id"] for element in shown["elements"]}) == 5


def test_nobody_s_searches_leave_no_gap() -> None:
    assert recent_searches([], EN) == []
