"""`liaison catalog import` and `liaison catalog search`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog import Catalog
from catalog.commands import catalog

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `catalog …` with its data in a folder of the test's, 100 columns wide."""
    environment = {"LIAISON_DATA": str(tmp_path / "data"), "COLUMNS": "100"}

    def command(*arguments: str) -> Result:
        return CliRunner(env=environment).invoke(catalog, arguments)

    return command


def stored(tmp_path: Path) -> int:
    with Catalog.open(tmp_path / "data" / "catalog.db") as library:
        return library.count


def test_an_import_tells_what_it_did(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "a", "title": "A", "notes": "n"}\n{"id": "b", "title": "B"}\n')

    result = run("import", str(rows))

    assert result.exit_code == 0
    assert result.output == (
        f"{rows}: 2 added, 0 changed, 0 left as they were.\n  Not used: notes.\n"
    )
    assert stored(tmp_path) == 2


def test_a_refused_row_is_told_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("title\nA\n")
    bad.write_text("title,type,date\nB,raport,soon\nC,,,over\n")

    result = run("import", str(bad), str(good))

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{bad}: nothing was imported, 2 rows refused.",
        "  line 2, type: “raport” is no type; nearest: report.",
        "  line 2, date: “soon” can't be read as a date; write 2025-04-03, 2025-04 or 2025.",
        "  line 3: has more cells than the 3 columns; is a quote missing?",
        f"{good}: 1 added, 0 changed, 0 left as they were.",
    ]
    assert stored(tmp_path) == 1


def test_a_file_that_is_missing_is_told_and_the_others_are_taken(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "a", "title": "A"}\n')

    result = run("import", str(tmp_path / "nowhere.csv"), str(rows))

    assert result.exit_code == 1
    assert "nowhere.csv doesn't exist." in result.stderr
    assert stored(tmp_path) == 1


def test_an_import_does_not_bring_the_shipped_records(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "a", "title": "A question of sanctuary"}\n')
    run("import", str(rows))

    result = run("search", "sanctuary", "--format", "json")

    assert [hit["id"] for hit in json.loads(result.stdout)] == ["a"]


def test_a_search_of_an_empty_library_loads_the_shipped_records(run: Run, tmp_path: Path) -> None:
    result = run("search", "model", "campus", "safe", "zones", "--format", "json", "--limit", "3")

    hits = json.loads(result.stdout)
    assert result.exit_code == 0
    assert hits[0]["id"].startswith(("seed-nilc-k12", "nilc-model-campus"))
    assert [set(hit) for hit in hits] == [{"id", "title", "score"}] * 3
    assert hits[0]["score"] >= hits[1]["score"] >= hits[2]["score"]
    assert stored(tmp_path) == 197


def test_a_search_says_what_it_read_otherwise_and_what_it_left_out(run: Run) -> None:
    result = run("search", "ice detaner topic:detaner", "--limit", "2")

    lines = result.stdout.splitlines()
    assert lines[0].startswith("topic:detaner is not in the library and was left out. Nearest: top")
    assert lines[1] == "“detaner” was searched as “detainer”."
    assert lines[2].split() == ["Title", "Publisher", "Type", "Date"]
    assert lines[-1].startswith("2 of ")
    assert max(map(len, lines[2:])) <= 100


def test_a_search_may_answer_in_spanish(run: Run) -> None:
    result = run("search", "topic:287g type:map-dataset", "--language", "es", "--limit", "1")

    assert "Mapa" in result.stdout


def test_a_search_without_a_good_answer_says_so(run: Run) -> None:
    result = run("search", "xqzvw kjhgf")

    assert result.exit_code == 0
    assert "Nothing good found." in result.stdout


def test_a_library_that_cannot_be_opened_is_told_without_a_traceback(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalog.db").write_text("title,date\n" * 100)

    result = run("search", "anything")

    assert result.exit_code == 1
    assert "can't be used as a catalogue" in result.stderr
