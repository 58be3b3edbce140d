"""One record added to the library by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import Catalog, CatalogError
from catalog.models import Resource
from catalog.schema import BUSY_SECONDS, connect, patience, writing

VALUES = {
    "id": "from-request-holds",
    "title": "Xylograph guide to holds",
    "summary": "What to do.",
    "type": "toolkit",
    "topics": ["detainers"],
    "jurisdictions": [{"iso": "US-TX"}],
    "publishers": ["Vera Institute of Justice"],
}


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog.open(tmp_path / "catalog.db")


def test_added_it_is_found_at_once(catalog: Catalog) -> None:
    assert catalog.search("xylograph").total == 0
    assert catalog.add(VALUES).added == ("from-request-holds",)
    assert [hit.resource.id for hit in catalog.search("xylograph").hits] == ["from-request-holds"]


def test_added_twice_it_is_there_once(catalog: Catalog) -> None:
    catalog.add(VALUES)
    report = catalog.add(VALUES)
    assert (report.added, report.changed, report.unchanged) == ((), (), 1)
    assert catalog.count == 1


def test_what_is_refused_is_not_written(catalog: Catalog) -> None:
    report = catalog.add({**VALUES, "url": "ftp://a.example"})
    assert not report.ok
    assert catalog.count == 0


def test_described_it_is_not_written(catalog: Catalog) -> None:
    described = catalog.described(VALUES)
    assert isinstance(described, Resource)
    assert described.publishers == ("Vera Institute of Justice",)
    assert catalog.count == 0


def test_why_it_can_t_be_taken_is_told_by_field(catalog: Catalog) -> None:
    refused = catalog.described({**VALUES, "url": "me"})
    assert isinstance(refused, tuple)
    assert [each.field for each in refused] == ["url"]


def test_another_s_writing_is_waited_for_a_moment_only(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.library.ADD_SECONDS", 0.01)
    other = connect(tmp_path / "catalog.db")
    with writing(other), pytest.raises(CatalogError):
        catalog.add(VALUES)
    assert catalog.add(VALUES).ok
    other.close()


def test_patience_is_for_the_moment_only(tmp_path: Path) -> None:
    db = connect(tmp_path / "catalog.db")
    with patience(db, 0.5):
        assert db.conn.execute("PRAGMA busy_timeout").fetchone() == (500,)
    assert db.conn.execute("PRAGMA busy_timeout").fetchone() == (BUSY_SECONDS * 1000,)
    db.close()
