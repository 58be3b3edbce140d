"""`liaison report`, as somebody at a terminal sees it."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.cli import main
from bot.desk import experts, people
from bot.desk.people import Member
from bot.report_commands import COLUMNS
from bot.store import Store, Transaction
from bot.store.tables import log
from tests.conftest import World
from tests.desk.reported import keep, ticket

Run = Callable[..., Result]
EVIL, BEA = "=HYPERLINK(1)", Member("T1", "UBEA")
SPRING = ("--from", "2026-04", "--to", "2026-06")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A desk with twenty tickets of a spring, on half of which a partner's expert is."""
    folder = tmp_path / "data"
    store = Store.open(folder / "desk.db")
    asyncio.run(store.run(furnish))
    store.close()
    return folder


@pytest.fixture
def run(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `liaison report …` with its data in a folder of the test's."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str | Path) -> Result:
        runner = CliRunner(env={"LIAISON_DATA": str(data), "SLACK_BOT_TOKEN": ""})
        return runner.invoke(main, ["report", *map(str, arguments)])

    return command


def furnish(tx: Transaction) -> None:
    experts.keep_organization(tx, "harbor", EVIL)
    experts.keep(tx, BEA, "harbor")
    expert = people.meet(tx, BEA).id
    rows = [
        ticket("2026-05", first=2, whole=20, outcome="by_expert", helped="yes", expert_id=expert)
        for _ in range(10)
    ]
    rows += [ticket("2026-06", topic="schools", outcome="referred", whole=1) for _ in range(7)]
    rows += [ticket("2026-06", topic="detainers") for _ in range(3)]
    keep(tx, rows)


def read(result: Result) -> dict[str, Mapping[str, str]]:
    assert result.exit_code == 0, result.output
    return {row["line"]: row for row in csv.DictReader(result.output.splitlines())}


def test_a_report_is_csv_with_a_line_for_each(run: Run) -> None:
    rows = read(run("--by", "month", *SPRING))
    assert list(rows) == ["2026-05", "2026-06", "(total)"]
    may = rows["2026-05"]
    assert list(may) == list(COLUMNS)
    told = {name: value for name, value in may.items() if value}
    assert told == {
        "line": "2026-05",
        "name": "May 2026",
        "asked": "10",
        "answered": "10",
        "first_answer_median_h": "2.0",
        "first_answer_9_of_10_h": "2.0",
        "closed_median_h": "20.0",
        "closed_9_of_10_h": "20.0",
        "outcome_by_expert": "10",
        "helped_yes": "10",
    }


def test_small_numbers_are_hidden_here_too(run: Run) -> None:
    rows = read(run("--by", "topic", *SPRING))
    assert rows.keys() == {"", "(others)", "(total)"}
    assert rows["(others)"]["asked"] == "10"
    assert rows["(total)"]["still_open"] == ""
    assert "detainers" not in run("--by", "topic", *SPRING).output


def test_a_name_that_looks_like_a_formula_is_a_name(run: Run) -> None:
    rows = read(run("--by", "partner", *SPRING))
    assert rows["harbor"]["name"] == f"'{EVIL}"
    assert rows[""]["name"] == "Without a partner"


def test_it_is_written_to_a_file_that_was_not_there(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    assert run("--by", "kind", *SPRING, "--output", path).output == ""
    assert path.read_text(encoding="utf-8").startswith("line,name,asked,answered,")
    again = run("--by", "kind", *SPRING, "--output", path)
    assert again.exit_code == 1
    assert "report.csv can't be written: File exists." in again.output


def test_nothing_is_told_of_months_with_fewer_than_five(run: Run) -> None:
    rows = read(run("--by", "topic", "--from", "2026-01", "--to", "2026-02"))
    assert list(rows) == ["(total)"]
    assert set(rows["(total)"].values()) == {"(total)", ""}


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (("--from", "May", "--to", "2026-06"), "“May” is no month; write it as 2026-01"),
        (("--from", "2026-06", "--to", "2026-05"), "are not 1 to 120 months"),
        (("--from", "2026-13", "--to", "2026-13"), "“2026-13” is no month"),
    ],
)
def test_months_that_are_none_are_told(run: Run, months: tuple[str, ...], said: str) -> None:
    result = run("--by", "month", *months)
    assert result.exit_code == 2
    assert said in result.output


def test_each_report_is_logged(run: Run, data: Path) -> None:
    run("--by", "place", *SPRING)
    store = Store.open(data / "desk.db")
    (entry,) = asyncio.run(store.run(logged))
    store.close()
    assert (entry.actor_id, entry.event) == (None, "asked_for")


async def test_it_works_while_the_bot_runs(world: World) -> None:
    await world.bot.store.run(furnish)
    settings = world.bot.settings
    runner = CliRunner(env={"LIAISON_DATA": str(settings.data), "SLACK_BOT_TOKEN": ""})
    result = await asyncio.to_thread(runner.invoke, main, ["report", "--by", "kind", *SPRING])
    assert read(result)["(total)"]["asked"] == "20"


def logged(tx: Transaction) -> Any:  # noqa: ANN401 (rows)
    return tx.execute(select(log).where(log.c.subject == "reports")).all()
