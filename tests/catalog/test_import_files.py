"""Which files can be imported, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from catalog.errors import CatalogError
from catalog.importers.saving import import_file
from catalog.models import ImportReport, Refusal
from tests.catalog.conftest import TODAY

ImportBytes = Callable[[str, bytes], ImportReport]

LINE = b'{"id": "a", "title": "A"}\n'
SHEET = b"id,title\na,A\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(("rows.jsonl", LINE), ("rows.ndjson", LINE), ("rows.JSON", LINE)),
        *(("sheet.csv", SHEET), ("sheet.TSV", SHEET.replace(b",", b"\t"))),
        *(("rows", b"\xef\xbb\xbf\n " + LINE), ("sheet.txt", SHEET)),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_name_or_its_look(
    import_bytes: ImportBytes, name: str, content: bytes
) -> None:
    assert import_bytes(name, content).added == ("a",)


@pytest.mark.parametrize("name", ["rows.jsonl", "sheet.csv", "anything"])
@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_an_empty_file_is_refused(import_bytes: ImportBytes, name: str, content: bytes) -> None:
    assert import_bytes(name, content).refused == (Refusal(1, "", "the file is empty"),)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("feed.xml", b"<rss/>", "is neither JSONL nor CSV; write one of these."),
        ("sheet.csv", b"PK\x03\x04 and more", "is a workbook; save its sheet as CSV"),
        ("sheet.xls", b"\xd0\xcf\x11\xe0 and more", "is a workbook; save its sheet as CSV"),
    ],
)
def test_a_file_of_another_kind_is_told_so(
    import_bytes: ImportBytes, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(CatalogError, match=said):
        import_bytes(name, content)


def test_a_file_that_is_missing_is_told_so(db: Database, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"nowhere\.csv doesn't exist\."):
        import_file(db, tmp_path / "nowhere.csv", TODAY)


def test_a_folder_is_told_so(db: Database, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"is a folder; name the files in it\."):
        import_file(db, tmp_path, TODAY)


def test_a_file_that_cannot_be_read_is_told_so(db: Database, tmp_path: Path) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)

    with pytest.raises(CatalogError, match="can't be read: "):
        import_file(db, loop, TODAY)
