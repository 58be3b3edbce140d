"""How well and how fast the library is searched, beside what others use (`make bench-search`).

`--shared` is a folder with judged questions and public collections; without it, the project's own
questions are asked. `--quick` asks fewer questions and grows less.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from tests.benchmarks import search_data
from tests.benchmarks.search_data import Collection
from tests.benchmarks.search_measures import Judged, mistyped, ndcg, recall, reciprocal_rank
from tests.benchmarks.search_peers import (
    Bm25s,
    DatasetteSearch,
    Engine,
    Liaison,
    RankBm25,
    SqliteUtils,
)

SEEDS = (1, 2, 3)
HEAD = ("", "asked", "nDCG@10", "recall@10", "MRR", "typos", "kept", "2 slips", "p50 ms", "p99 ms")
ROW = "{:<24} {:>5} {:>8} {:>9} {:>6} {:>6} {:>5} {:>7} {:>7} {:>7}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        for collection in search_data.collections(options.shared, 8 if options.quick else 1):
            compare(collection, folder, SEEDS[:1] if options.quick else SEEDS)
        refuse(search_data.unanswerable(options.shared), folder)
        grow((1_000, 10_000) if options.quick else (1_000, 10_000, 100_000), folder)


def compare(collection: Collection, folder: Path, seeds: Sequence[int]) -> None:
    """One table: every engine on one collection, by the language of the questions."""
    print(f"\n{collection.name}: {len(collection.rows)} records")
    print(ROW.format(*HEAD))
    languages = sorted({question.language for question in collection.questions})
    for engine in _engines(collection, folder, languages):
        groups = [("", collection.questions)]
        if len(languages) > 1 and isinstance(engine, Liaison):
            groups += [
                (f" {spoken}", [it for it in collection.questions if it.language == spoken])
                for spoken in languages
            ]
        for label, questions in groups:
            print(ROW.format(*_row(engine, engine.name + label, questions, seeds)), flush=True)


def _engines(collection: Collection, folder: Path, languages: Sequence[str]) -> Iterator[Engine]:
    rows = collection.rows
    yield Liaison(rows, folder)
    for language in languages:
        yield Bm25s(rows, language)
    yield RankBm25(rows)
    yield SqliteUtils(rows)
    yield DatasetteSearch(rows, folder)


def _row(
    engine: Engine, label: str, questions: Sequence[Judged], seeds: Sequence[int]
) -> tuple[object, ...]:
    clean, times = _asked(engine, questions, str)
    good = _mean(ndcg, clean, questions)
    typed = fmean(_typed(engine, questions, seed, slips=1) for seed in seeds)
    return (
        label,
        len(questions),
        f"{good:.3f}",
        f"{_mean(recall, clean, questions):.3f}",
        f"{_mean(reciprocal_rank, clean, questions):.3f}",
        f"{typed:.3f}",
        f"{typed / good:.2f}" if good else "-",
        f"{_typed(engine, questions, seeds[0], slips=2):.3f}",
        *(f"{_percentile(times, share):.2f}" for share in (0.5, 0.99)),
    )


def _typed(engine: Engine, questions: Sequence[Judged], seed: int, slips: int) -> float:
    found, _ = _asked(engine, questions, lambda text: mistyped(text, seed, slips))
    return _mean(ndcg, found, questions)


def _asked(
    engine: Engine, questions: Sequence[Judged], typed: Callable[[str], str]
) -> tuple[list[list[str]], list[float]]:
    """What an engine finds, and how many milliseconds each question takes it."""
    texts = [typed(question.query) for question in questions]
    for text in texts:
        engine.ids(text)  # what a bot at work has read already is not timed
    found: list[list[str]] = []
    times: list[float] = []
    for text in texts:
        start = time.perf_counter()
        found.append(engine.ids(text))
        times.append(1000 * (time.perf_counter() - start))
    return found, times


def _mean(
    measure: Callable[[list[str], dict[str, int]], float],
    found: Sequence[list[str]],
    questions: Sequence[Judged],
) -> float:
    return fmean(
        measure(ids, dict(question.relevant))
        for ids, question in zip(found, questions, strict=True)
    )


def _percentile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def refuse(questions: Sequence[str], folder: Path) -> None:
    """What questions that the library can't answer list, and which topics they are shown."""
    if not questions:
        return
    catalog = Liaison(search_data.shipped_rows(), folder).catalog
    print("\nNo answer in the library: records listed, else the nearest topics")
    for question in questions:
        page = catalog.search(question)
        shown = page.total or ", ".join(topic.id for topic in page.nearest_topics) or "-"
        print(f"  {question:<48} {shown}")


def grow(sizes: Sequence[int], folder: Path) -> None:
    """How time grows with the number of records; a page has five."""
    questions = [question.query for question in search_data.own().questions]
    print("\nRecords    import s   search p50 ms   p99 ms   with typos p50   p99")
    for size in sizes:
        start = time.perf_counter()
        engine = Liaison([*search_data.recombined(size)], folder)
        took = time.perf_counter() - start
        clean = _times(engine, questions)
        typed = _times(engine, [mistyped(question, 1) for question in questions])
        figures = [_percentile(times, share) for times in (clean, typed) for share in (0.5, 0.99)]
        print(f"{size:<10} {took:>8.1f} " + " ".join(f"{it:>12.2f}" for it in figures), flush=True)


def _times(engine: Liaison, questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question's third asking: the first ones fill the caches."""
    times: list[float] = []
    for _ in range(3):
        times.clear()
        for question in questions:
            start = time.perf_counter()
            engine.catalog.search(question, limit=5)
            times.append(1000 * (time.perf_counter() - start))
    return times


if __name__ == "__main__":
    main()
