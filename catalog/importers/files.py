"""A file on disk as rows, by what its name says it is, or else by what it looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from catalog.errors import CatalogError
from catalog.importers import jsonl, spreadsheet
from catalog.importers.rows import Row
from catalog.models import Refusal

Reader = Callable[[bytes], Iterator[Row | Refusal]]

_READERS: dict[str, Reader] = {
    ".jsonl": jsonl.rows,
    ".ndjson": jsonl.rows,
    ".json": jsonl.rows,
    ".csv": spreadsheet.rows,
    ".tsv": spreadsheet.rows,
}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def rows(path: Path) -> Iterator[Row | Refusal]:
    """The rows of a file, and refusals where there is none to be had.

    Raises CatalogError for a file that can't be read, or is of a kind that is not known.
    """
    data = _content(path)
    if not data.strip():
        return iter([Refusal(1, "", "the file is empty")])
    if data.startswith(_WORKBOOKS):
        raise CatalogError(f"{path} is a workbook; save its sheet as CSV and import that.")
    return _reader(path, data)(data)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CatalogError(f"{path} doesn't exist.") from None
    except IsADirectoryError:
        raise CatalogError(f"{path} is a folder; name the files in it.") from None
    except OSError as problem:
        raise CatalogError(f"{path} can't be read: {problem.strerror}.") from problem


def _reader(path: Path, data: bytes) -> Reader:
    if reader := _READERS.get(path.suffix.lower()):
        return reader
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return jsonl.rows
    if "title" in spreadsheet.fields(spreadsheet.decoded(data)):
        return spreadsheet.rows
    raise CatalogError(f"{path} is neither JSONL nor CSV; write one of these.")
