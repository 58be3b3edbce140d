"""The collections that the search benchmark asks: records, questions, answers."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog import shipped
from tests.benchmarks.search_measures import Judged, read_judged

OWN_QUESTIONS = Path(__file__).parents[1] / "catalog" / "judged.jsonl"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Collection:
    """Records as an import takes them, and judged questions to them."""

    name: str
    rows: Sequence[Row]
    questions: Sequence[Judged]


def shipped_rows() -> list[Row]:
    """The records that come with Liaison."""
    return [json.loads(line) for line in shipped.RECORDS.read_text("utf-8").splitlines()]


def own() -> Collection:
    """The shipped records and the project's own questions."""
    return Collection("own questions", shipped_rows(), read_judged(OWN_QUESTIONS))


def collections(shared: Path, every: int) -> Iterator[Collection]:
    """All collections at hand, with every so many of the long lists' questions."""
    yield own()
    judged = shared / "catalog" / "queries-open.jsonl"
    if judged.exists():
        yield Collection("open questions", shipped_rows(), read_judged(judged))
    else:
        print(f"No {judged}: only the project's own questions are asked.")
    data = shared / "search-data"
    if not data.is_dir():
        print(f"No {data}: XQuAD is left out.")
        return
    for asked, told in (("en", "en"), ("es", "es"), ("es", "en")):
        yield _xquad(data, asked, told, every)


def unanswerable(shared: Path) -> list[str]:
    """Questions that the library can't answer."""
    path = shared / "catalog" / "queries-noanswer.jsonl"
    return [judged.query for judged in read_judged(path)] if path.exists() else []


def _xquad(data: Path, asked: str, told: str, every: int) -> Collection:
    """Questions in one language over paragraphs in another: their ids differ in the prefix."""
    paragraphs = (data / f"xquad-{told}" / "docs.jsonl").read_text("utf-8").splitlines()
    rows = [
        {"id": row["id"], "title": row["title"] or row["id"], "summary": row["text"]}
        for row in map(json.loads, paragraphs)
    ]
    answers: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for question, paragraph, grade in _table(data / f"xquad-{asked}" / "qrels.tsv"):
        answers[question][told + paragraph.removeprefix(asked)] = int(grade)
    questions = [
        Judged(text, asked, answers[question])
        for question, text in _table(data / f"xquad-{asked}" / "queries.tsv")
    ]
    return Collection(f"XQuAD {asked} over {told}", rows, questions[::every])


def _table(path: Path) -> Iterator[list[str]]:
    yield from (line.split("\t") for line in path.read_text("utf-8").splitlines())


def recombined(number: int, seed: int = 7) -> Iterator[Row]:
    """Records made of halves of shipped ones: their words, their topics, as many as wanted."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    rows = shipped_rows()
    for at in range(number):
        first, second = chance.choice(rows), chance.choice(rows)
        made = {name: first[name] for name in _KEPT if name in first}
        for name in ("title", "title_es", "summary", "summary_es"):
            made[name] = _spliced(first.get(name, ""), second.get(name, ""))
        yield made | {"id": f"made-{at}"}


_KEPT = ("type", "topics", "jurisdictions", "languages", "date", "publishers", "status", "access")


def _spliced(first: str, second: str) -> str:
    head, tail = first.split(), second.split()
    return " ".join([*head[: len(head) // 2 + 1], *tail[len(tail) // 2 :]])


def text_of(row: Row) -> str:
    """All that a record says, for engines that know no fields: as much as ours reads."""
    parts = [row["title"], row.get("title_es", ""), *row.get("title_alt", [])]
    parts += [row.get("summary", ""), row.get("summary_es", "")]
    parts += [*row.get("publishers", []), *row.get("authors", [])]
    parts += [_NAMES.get(topic, "") for topic in row.get("topics", [])]
    parts.append(_NAMES.get(row.get("type", ""), ""))
    for place in row.get("jurisdictions", []):
        parts += [_NAMES.get(place["iso"], ""), place.get("city", "")]
    return " ".join(part for part in parts if part)


def _names() -> dict[str, str]:
    """Names in both languages, and the other words, of all that records are filed under."""
    taxonomy = shipped.data("taxonomy.json")
    filed = [*taxonomy["topics"], *taxonomy["resource_types"]]
    names = {
        row["id"]: " ".join(
            [
                row["name_en"],
                row["name_es"],
                *row.get("synonyms_en", []),
                *row.get("synonyms_es", []),
            ]
        )
        for row in filed
    }
    for state in taxonomy["jurisdictions"]["states"]:
        names[state["iso"]] = f"{state['name_en']} {state['name_es']}"
    return names


_NAMES = _names()
