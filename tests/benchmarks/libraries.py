"""Libraries to measure on: the shipped one, and grown ones made from its records."""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

from catalog import Catalog

SHIPPED = Path(__file__).parents[2] / "catalog" / "data" / "resources.jsonl"
SEED = 20261122

QUERIES = [
    *(
        "immigration hold tx",
        "287(g) agreement",
        "sanctuary ordinance template",
        "know your rights",
    ),
    *("school board resolution safe zone", "ICE administrative subpoena", "legal defense fund"),
    *("municipal ID card", "driver license data sharing", "what can teachers do about ICE"),
    *("retencion migratoria", "ciudad santuario", "plan familiar", "redada en el trabajo"),
    *("derechos en el hospital", "licencia de conducir", "junta escolar resolucion"),
    *("type:toolkit detainer", "topic:schools", "place:ca ordinance", "by:ilrc policing"),
    *("lang:es derechos", "since:2020 sanctuary", "publik charge", "U visa certification"),
    *("how do we keep ICE out of the county jail", "does sanctuary increase crime", "1373"),
    *("language access", "courthouse arrests", "gang database", "workplace raid employer"),
]


def shipped(path: Path) -> None:
    """The library as it ships."""
    with Catalog.open(path) as catalog:
        catalog.load_shipped()


def grown(path: Path, count: int) -> None:
    """A library of `count` records, recombined from the shipped ones, the same every time."""
    rows = [json.loads(line) for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
    mixed = random.Random(SEED)  # noqa: S311 (repeatable, not secret)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "grown.jsonl"
        with source.open("w", encoding="utf-8") as lines:
            for number in range(count):
                lines.write(json.dumps(_recombined(rows, number, mixed), ensure_ascii=False) + "\n")
        with Catalog.open(path) as catalog:
            report = catalog.import_file(source)
            if not report.ok:
                raise SystemExit(f"the grown library was refused: {report.refused[0]}")


def _recombined(rows: list[dict[str, Any]], number: int, mixed: random.Random) -> dict[str, Any]:
    first, second, third = mixed.sample(rows, 3)
    return {
        **first,
        "id": f"grown-{number}",
        "title": f"{first['title']} {second['title'].split(':')[0]}",
        "summary": f"{second['summary']} {third['summary']}",
        "summary_es": f"{second['summary_es']} {third['summary_es']}",
        "topics": second["topics"],
        "jurisdictions": third["jurisdictions"],
    }


def unheard(count: int) -> list[str]:
    """Different questions of two to five words from the shipped titles, the same every time."""
    rows = [json.loads(line) for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
    words = sorted({word for row in rows for word in row["title"].split() if word.isalpha()})
    mixed = random.Random(SEED)  # noqa: S311 (repeatable, not secret)
    asked = (" ".join(mixed.sample(words, mixed.randint(2, 5))) for _ in range(2 * count))
    return list(dict.fromkeys(asked))[:count]
