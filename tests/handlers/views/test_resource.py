"""What is said of one resource."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.i18n import texts
from catalog.models import Place, Resource
from handlers.carried import Origin
from handlers.views.details import details_modal
from handlers.views.resource import byline, card, title, warnings
from tests.handlers.views.library import GUIDE, NAMES, TODAY, reader
from tests.readable import readable

EN = texts("en")
LISTING = ("https://www.localprogress.org/resources/",)


def test_a_title_leads_to_the_document_and_is_escaped() -> None:
    resource = replace(GUIDE, title="Know <your> rights & more", url="https://a.org/?x=1&y=|2")
    expected = "*<https://a.org/?x=1&amp;y=%7C2|Know &lt;your&gt; rights &amp; more>*"
    assert title(resource, EN) == expected


def test_what_is_opened_by_request_has_no_link() -> None:
    assert title(replace(GUIDE, access="by-request"), EN) == "*Ending 287(g): A Toolkit*"


def test_the_byline_says_who_what_when_and_where() -> None:
    said = byline(replace(GUIDE, places=(Place("US-TX", "Austin"),)), NAMES, EN, is_new=True)
    expected = (
        "*New* · Immigrant Legal Resource Center · Toolkit or guide · Mar 2025 · English"
        " · Austin, Texas"
    )
    assert said == expected


@pytest.mark.parametrize(
    ("publishers", "said"),
    [
        (("ILRC",), "ILRC"),
        (("ILRC", "NILC"), "ILRC and NILC"),
        (("ILRC", "NILC", "IDP", "NEA"), "ILRC and 3 others"),
    ],
)
def test_many_publishers_fit_a_line(publishers: tuple[str, ...], said: str) -> None:
    assert byline(Resource("joint", "Joint", publishers=publishers), NAMES, EN) == said


def test_the_byline_leaves_out_what_is_not_known() -> None:
    assert byline(Resource("bare", "Bare"), NAMES, EN) == ""


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (GUIDE, []),
        (replace(GUIDE, status="failed"), ["This did not pass."]),
        (replace(GUIDE, status="superseded"), ["A later version replaces this one."]),
        (replace(GUIDE, date="2016-12"), ["From 2016; check that it still holds."]),
        (replace(GUIDE, date="2016-12", type="news"), []),
        (replace(GUIDE, date="2018", type="event"), ["This event is over."]),
        (replace(GUIDE, date="2026-11-22", type="event"), []),
        (replace(GUIDE, date="2016", currency="PEP ended in 2017."), ["PEP ended in 2017."]),
        (
            replace(GUIDE, url="https://docslib.org/doc/1", url_role="mirror"),
            ["The link is a copy on docslib.org and may stop working."],
        ),
        (
            replace(GUIDE, url="", url_role="listed-on", found_on=LISTING),
            [f"No address of its own; listed on <{LISTING[0]}|localprogress.org>."],
        ),
        (replace(GUIDE, url="", url_role="listed-on"), ["We have no address for it."]),
        (
            replace(GUIDE, access="password-by-request"),
            ["By request only: ask your network's coordinator for access."],
        ),
    ],
)
def test_a_warning_is_plain(resource: Resource, said: list[str]) -> None:
    assert warnings(resource, EN, TODAY) == said


def test_a_shared_card_names_who_shared_it() -> None:
    shared = card(GUIDE, NAMES, texts("es"), TODAY, shared_by="U1")
    assert readable(shared).splitlines() == [
        "(<@U1> compartió esto de la biblioteca:)",
        "*<https://www.ilrc.org/ending-287g|Poner fin al 287(g): guía práctica>*",
        "Paso a paso contra un acuerdo 287(g).",
        "(Immigrant Legal Resource Center · Guía · mar 2025 · inglés · Estados Unidos)",
    ]


def test_the_details_say_all_that_is_known() -> None:
    modal = details_modal(
        GUIDE, reader(), origin=Origin("https://hooks.example", "", shareable=True)
    )
    assert readable(modal).splitlines() == [
        "# Details",
        "*<https://www.ilrc.org/ending-287g|Ending 287(g): A Toolkit>*",
        "_Poner fin al 287(g): guía práctica_",
        "Step by step against a 287(g) agreement.",
        "*Publisher*: Immigrant Legal Resource Center",
        "*Authors*: Lena Graber",
        "*Kind*: Toolkit or guide",
        "*Date*: Mar 2025",
        "*Language*: English",
        "*Place*: United States",
        "*Topics*: 287(g) agreements",
        "(Opens on <https://www.ilrc.org/ending-287g|ilrc.org>. Last looked at Nov 22, 2026.)",
        "[Share here] [Save] [Ask an expert]",
        "[Close]",
    ]


def test_the_details_say_that_it_is_saved_and_where() -> None:
    modal = details_modal(GUIDE, reader(saved=frozenset({"guide"})), origin=Origin())
    assert readable(modal).splitlines()[-3:] == [
        "[Saved ✓] [Ask an expert]",
        "(What you save is in Liaison's Home tab, for you only.)",
        "[Close]",
    ]


def test_the_details_of_a_bare_record_are_still_a_window() -> None:
    bare = Resource("bare", "Bare")
    assert readable(details_modal(bare, reader(), origin=Origin())).splitlines() == [
        "# Details",
        "*Bare*",
        ":warning: We have no address for it.",
        "[Save] [Ask an expert]",
        "[Close]",
    ]
