"""What a search answers, in which order, and when it answers nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog import index, matching
from catalog.models import Page, Place, Query
from catalog.search import Searcher
from tests.catalog.finder import TODAY, Finder, row


@pytest.fixture(scope="module")
def finder() -> Iterator[Finder]:
    finder = Finder()
    yield finder
    finder.db.close()


@pytest.fixture
def small() -> Iterator[Finder]:
    finder = Finder([])
    yield finder
    finder.db.close()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Red Cards / Tarjetas Rojas", "ilrc-red-cards"),
        ("tarjeta roja", "ilrc-red-cards"),
        ("ice detainer MAP", "seed-ilrc-detainer-map"),
        ("L.A. Justice Fund", "prog-la-justice-fund"),
        ("safe cities network", "vera-safe-network"),
        (
            "recursos para proteger a las comunidades inmigrantes",
            "seed-lp-protecting-immigrant-communities",
        ),
        ("Imigration Detainers Legal Update", "seed-ilrc-detainers-court-update"),
    ],
)
def test_a_whole_title_or_alias_in_any_language_comes_first(
    finder: Finder, text: str, first: str
) -> None:
    assert finder.ids(text)[0] == first


def test_two_records_of_one_title_both_come_first(finder: Finder) -> None:
    titles = {"lp-immigrant-justice", "latinojustice-immigrant-justice"}
    assert set(finder.ids("immigrant justice")[:2]) == titles


@pytest.mark.parametrize(
    ("spellings", "found"),
    [
        (["287(g)", "287 g", "287g", "287-g"], "ilrc-ending-287g-toolkit"),
        (["I-247", "I247", "I-247A", "i 247", "form I-247"], "crs-detainers-r42690"),
        (["12H", "12 h", "chapter 12H"], "ord-sf-12h"),
        (["SB4", "SB 4", "sb-4", "S.B. 4", "Senate Bill 4"], "res-austin-sb4-2024"),
        (["8 USC 1373", "1373", "8 U.S.C. 1373", "section 1373"], "iptp-dhs-fy25-grant-terms"),
        (["O2021-117", "o2021117", "O2021 117"], "ord-chicago-o2021-117"),
        (["R42690", "r-42690", "42690"], "crs-detainers-r42690"),
        (["SB674", "SB 674"], "ilrc-sb674-factsheet"),
    ],
)
def test_a_code_is_found_in_any_spelling(finder: Finder, spellings: list[str], found: str) -> None:
    assert [found in finder.ids(spelling) for spelling in spellings] == [True] * len(spellings)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("immigration hold", "all-in-one-guide-ice-holds"),
        ("retención migratoria", "crs-detainers-r42690"),
        ("retencion migratoria", "crs-detainers-r42690"),
        ("alguacil visa u", "pol-sacramento-sheriff-uvisa"),
        ("Byrne JAG", "iptp-dhs-fy25-grant-terms"),
        ("ILRC map", "ilrc-national-map-287g"),
        ("rights sheet in Arabic", "nilc-everyone-basic-rights"),
    ],
)
def test_synonyms_and_the_other_language_find_it(finder: Finder, text: str, found: str) -> None:
    assert found in finder.ids(text)


def test_a_publisher_is_found_by_a_name_that_means_something_else(finder: Finder) -> None:
    assert finder.ids("Legal Aid at Work")[0] == "legalaidatwork-redadas-trabajo"


def test_a_template_of_an_ordinance_is_not_an_ordinance(finder: Finder) -> None:
    kinds = [hit.resource.type for hit in finder.page("ordinance template sanctuary").hits[:1]]
    assert kinds == ["model-language"]


@pytest.mark.parametrize("text", ["sanctuary TX", "sanctuary tx", "sanctuary cities texas"])
def test_a_named_state_is_lifted_and_excludes_nothing(finder: Finder, text: str) -> None:
    page = finder.page(text)
    assert Place("US-TX", "Austin") in page.hits[0].resource.places
    assert any(Place("US") in hit.resource.places for hit in page.hits)


def test_own_city_own_state_nation_then_others(small: Finder, tmp_path: Path) -> None:
    places = {
        "other": {"iso": "US-OH"},
        "nation": {"iso": "US"},
        "state": {"iso": "US-TX"},
        "city": {"iso": "US-TX", "city": "Austin"},
    }
    same = {"summary": "Rules for jails.", "topics": ["detainers"]}
    small.add_rows(
        [row(name, "Jail", jurisdictions=[at], **same) for name, at in places.items()], tmp_path
    )
    near = Query(words="rules", near=(Place("US-TX", "Austin"),))
    page = small.searcher.search(near, today=TODAY)
    assert [hit.resource.id for hit in page.hits] == ["city", "state", "nation", "other"]


@pytest.mark.parametrize(
    "text",
    [
        "asylum work permit processing time today",
        "TPS Venezuela current status",
        "cuánto cuesta la ciudadanía",
        "rent control ordinance",
        "phone number of the ICE field office in Omaha",
        "is Maria Lopez A012345678 detained",
        "weather tomorrow",
        "🎉🎉",
        "؟ ،",
    ],
)
def test_nothing_good_found_lists_nothing(finder: Finder, text: str) -> None:
    page = finder.page(text)
    assert (page.hits, page.total) == ((), 0)


def test_an_answer_with_no_hits_names_the_nearest_topics(finder: Finder) -> None:
    page = finder.page("is Maria Lopez A012345678 detained")
    assert not page.hits
    assert page.nearest_topics[0].id == "detainers"
    assert len(page.nearest_topics) <= 3
    assert finder.page("weather tomorrow").nearest_topics == ()
    assert finder.page("detainers").nearest_topics == ()


def test_total_counts_what_is_worth_listing(finder: Finder) -> None:
    page = finder.page("plyler", limit=1)
    assert page.total == 1
    assert not page.has_next
    assert 10 < finder.page("sanctuary").total <= matching.CANDIDATES


def test_snippets_are_in_the_readers_language(finder: Finder) -> None:
    english, spanish = (finder.page("red cards", 1, language=it).hits[0] for it in ("en", "es"))
    assert english.snippet.startswith("Wallet cards")
    assert spanish.snippet.startswith("Tarjetas")


def test_scores_fall_down_the_page(finder: Finder) -> None:
    scores = [hit.score for hit in finder.page("ice detainer map", limit=50).hits]
    assert scores == sorted(scores, reverse=True)


def test_any_text_in_any_language_is_searchable(small: Finder, tmp_path: Path) -> None:
    rows = [
        row("zh", "移民權利", summary="芝加哥市政府的庇護條例"),
        row("ar", "حقوق المهاجرين"),
        row("fr", "Les droits des immigrés", summary="Guide pour les élus locaux."),
        row("game", "Panthers defense", summary="Kony Ealy had 5 sacks in just 9 starts."),
    ]
    small.add_rows(rows, tmp_path)
    for text, found in (
        ("市政府", "zh"),
        ("حقوق", "ar"),
        ("elus locaux", "fr"),
        ("who had sacks", "game"),
    ):
        assert small.ids(text) == [found]


def test_a_word_of_a_record_in_no_certain_language_is_found_in_both(
    small: Finder, tmp_path: Path
) -> None:
    small.add_rows([row("jail", "Jail rules"), row("carcel", "Cárcel")], tmp_path)
    assert set(small.ids("jail")) == set(small.ids("cárcel")) == {"jail", "carcel"}


def test_in_a_large_library_the_rarest_terms_single_out_the_best(
    small: Finder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.add_rows([row(f"r{at}", f"Common matter {at}") for at in range(30)], tmp_path)
    small.add_rows([row("rare", "Common matter plyler")], tmp_path)
    monkeypatch.setattr(matching, "SCORED", 10)
    assert small.ids("common matter plyler") == ["rare"]
    assert small.page("common matter").total == 31
    assert small.ids("plyler") == ["rare"]


def test_what_is_imported_later_is_found_at_once(small: Finder, tmp_path: Path) -> None:
    assert small.ids("moratorium") == []
    small.add_rows([row("new", "Moratorium on transfers")], tmp_path)
    assert small.ids("moratorum") == ["new"]


def test_a_record_that_is_gone_meanwhile_is_left_out(small: Finder, tmp_path: Path) -> None:
    small.add_rows([row("a", "Jail rules"), row("b", "Jail rules")], tmp_path)
    small.db.conn.execute("DELETE FROM resources WHERE id = 'a'")
    assert small.ids("jail") == ["b"]


def test_the_day_is_todays_when_none_is_given(finder: Finder) -> None:
    page = Searcher(finder.db).search(finder.parse("detainer"), limit=1)
    assert isinstance(page, Page)
    assert page.total > 0


def test_removed_records_are_no_longer_found(small: Finder, tmp_path: Path) -> None:
    small.add_rows([row("a", "Jail rules")], tmp_path)
    index.remove(small.db, [1])
    assert small.ids("jail") == []
