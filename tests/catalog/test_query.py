"""Queries as text: words, and filters by the names and values people type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from catalog.models import Place, Query, UnknownFilter
from catalog.query import parse, write
from tests.catalog.finder import TODAY, Finder

TEXAS = Place("US-TX")


@pytest.fixture(scope="module")
def finder() -> Iterator[Finder]:
    finder = Finder()
    yield finder
    finder.db.close()


def test_words_and_filters_mix(finder: Finder) -> None:
    query = finder.parse("school  type:report policy place:TX is:new")
    assert query == Query(words="school policy", types=("report",), places=(TEXAS,), new=True)


def test_nothing_asks_for_nothing(finder: Finder) -> None:
    assert finder.parse("  \n ").is_empty


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("tipo:informe", Query(types=("report",))),
        ("TIPO:Ordenanza", Query(types=("ordinance",))),
        ("type:report,toolkit", Query(types=("report", "toolkit"))),
        ('type:"fact sheet","know your rights"', Query(types=("fact-sheet", "know-your-rights"))),
        ("type:tool", Query(types=("toolkit",))),
        ("type:report type:faq,report", Query(types=("report", "faq"))),
        ("tema:escuelas", Query(topics=("schools",))),
        ("topic:sanctuary-policy", Query(topics=("sanctuary-policy",))),
        ('topic:"immigration hold"', Query(topics=("detainers",))),
        ("tema:“retención migratoria”", Query(topics=("detainers",))),
        ("topic:287(g)", Query(topics=("287g",))),
        ("lugar:texas", Query(places=(TEXAS,))),
        ("place:or", Query(places=(Place("US-OR"),))),
        ("place:US-TX", Query(places=(TEXAS,))),
        ("place:national", Query(places=(Place("US"),))),
        ('place:"Austin, TX"', Query(places=(Place("US-TX", "Austin"),))),
        ("place:NYC", Query(places=(Place("US-NY", "New York"),))),
        ("place:New York", Query(places=(Place("US-NY"), Place("US-NY", "New York")))),
        ('lugar:"nueva york"', Query(places=(Place("US-NY"),))),
        ("place:Oakland", Query(places=(Place("US-CA", "Oakland"),))),
        ("by:ILRC", Query(publishers=("ilrc",))),
        ("de:Local Progress", Query(publishers=("local-progress",))),
        ('by:"national immigration law center"', Query(publishers=("nilc",))),
        ("lang:es", Query(languages=("es",))),
        ("idioma:ESPAÑOL", Query(languages=("es",))),
        ("lang:espanol,English", Query(languages=("es", "en"))),
        ("es:nuevo", Query(new=True)),
        ("is:NEW", Query(new=True)),
    ],
)
def test_values_go_by_many_names(finder: Finder, text: str, query: Query) -> None:
    assert finder.parse(text) == query


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("since:2025", "2025"),
        ("since:2025-03", "2025-03"),
        ("desde:2025-03-14", "2025-03-14"),
        ("since:30d", "2026-10-23"),
        ("since:6m", "2026-05-26"),
        ("since:2w", "2026-11-08"),
        ("desde:1a", "2025-11-22"),
        ("since: 2024", "2024"),
        ("since:9999y", "0001-01-01"),
        ("since:2025 since:2026", "2026"),
    ],
)
def test_since_takes_dates_and_ages(finder: Finder, text: str, since: str) -> None:
    assert finder.parse(text) == Query(since=since)


@pytest.mark.parametrize("text", ["since:2025-13", "since:soon", "since:6x", "since:2025-02-30"])
def test_a_date_that_is_none_is_told(finder: Finder, text: str) -> None:
    (unknown,) = finder.parse(text).unknown
    assert unknown == UnknownFilter("since", text.removeprefix("since:"), ("2025", "2025-03", "6m"))


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("type:reprot", "report"),
        ("type:web", "web-page"),
        ("topic:sanctury", "sanctuary-policy"),
        ("place:Texs", "Texas"),
        ("place:Filadelphia", "Philadelphia"),
        ("by:ILRCC", "ILRC"),
        ("lang:spanich", "Spanish"),
        ("is:old", "new"),
    ],
)
def test_an_unknown_value_is_told_with_the_nearest_ones(
    finder: Finder, text: str, nearest: str
) -> None:
    query = finder.parse(text)
    (unknown,) = query.unknown
    assert nearest in unknown.nearest
    assert len(unknown.nearest) <= 3
    assert not query.has_filters


def test_a_value_like_no_other_is_told_with_what_finds_most(finder: Finder) -> None:
    (unknown,) = finder.parse("type:qqqqqq").unknown
    assert unknown == UnknownFilter("type", "qqqqqq", ("toolkit", "ordinance", "know-your-rights"))


def test_a_filter_without_a_value_is_told_with_examples(finder: Finder) -> None:
    query = finder.parse("by: place:")
    assert [(it.name, it.value, bool(it.nearest)) for it in query.unknown] == [
        ("by", "", True),
        ("place", "", True),
    ]


def test_known_values_beside_an_unknown_one_are_kept(finder: Finder) -> None:
    query = finder.parse("topic:schools,zzzzzz")
    assert query.topics == ("schools",)
    assert [it.value for it in query.unknown] == ["zzzzzz"]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?type=report",
        "meet at 10:30",
        "la pregunta es: puede preguntar la migra",
        "(type:report)",
        "note:this",
    ],
)
def test_what_is_no_filter_is_a_word(finder: Finder, text: str) -> None:
    assert finder.parse(text).words == text


def test_a_value_may_stand_behind_a_space(finder: Finder) -> None:
    assert finder.parse("type: report schools") == Query(words="schools", types=("report",))


def test_a_quote_left_open_reaches_to_the_end(finder: Finder) -> None:
    assert finder.parse('by:"Vera Institute of Justice').publishers == ("vera",)


def test_places_among_the_words_are_near_and_stay_words(finder: Finder) -> None:
    query = finder.parse("sanctuary policies in Austin")
    assert query.near == (Place("US-TX", "Austin"),)
    assert query.words == "sanctuary policies in Austin"
    assert not query.has_filters


def test_a_pasted_page_is_read_to_a_bound(finder: Finder) -> None:
    query = finder.parse("word " * 10_000 + "type:report " * 100 + "topic:schools")
    assert len(query.words.split()) == 200
    assert query.types == ("report",)


def test_a_query_is_written_in_one_way(finder: Finder) -> None:
    text = (
        'tipo:informe Retención lugar:"austin, tx",texas de:ILRC since:2025 es:nuevo idioma:español'
    )
    written = 'Retención type:report place:"Austin, TX",TX by:ilrc lang:es since:2025 is:new'
    assert write(finder.parse(text)) == written


def test_unknown_filters_are_written_too(finder: Finder) -> None:
    written = write(finder.parse('by:"no one, really" type: topic:zzzzzz'))
    assert written == 'by:"no one, really" type: topic:zzzzzz'


def test_today_is_the_day_when_none_is_given(finder: Finder) -> None:
    query = parse("since:0d", finder.vocabulary)
    assert query.since in {date.today().isoformat(), TODAY.isoformat()}  # noqa: DTZ011 - local day
