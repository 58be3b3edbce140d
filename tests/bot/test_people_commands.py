"""`liaison people import` and `liaison people list`."""

from __future__ import annotations

import json
from asyncio import to_thread
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import people_commands
from bot.cli import main
from bot.sandbox import Sandbox
from tests.conftest import TOKEN, World

Run = Callable[..., Result]

ROSTER = (
    "slack_user,name,organization,organization_name,topics,places,languages,capacity\n"
    'T1:U1RUTH,Ruth,harbor,Harbor Legal Aid,Escuelas y estudiantes,"Austin, TX; CA",en;es,5\n'
    "T2:U2OMAR,,prairie,Prairie Law Center,,,,\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `liaison people …` with its data in a folder of the test's, 120 columns wide."""
    monkeypatch.chdir(tmp_path)
    given = {"LIAISON_DATA": str(tmp_path / "data"), "COLUMNS": "120", "SLACK_BOT_TOKEN": ""}

    def command(*arguments: str | Path, **environment: str) -> Result:
        runner = CliRunner(env=given | environment)
        return runner.invoke(main, ["people", *map(str, arguments)])

    return command


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a file."""

    def write(text: str, name: str = "experts.csv") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


Write = Callable[..., Path]


def test_an_import_tells_what_came_of_each_row(run: Run, file: Write) -> None:
    path = file(ROSTER)
    first = run("import", path)
    assert first.exit_code == 0
    assert first.output.splitlines() == [
        f"{path}: 2 added, 0 changed, 0 left as they were.",
        "  line 2: T1:U1RUTH added",
        "  line 3: T2:U2OMAR added",
    ]
    file(ROSTER.replace(",5\n", ",6\n"))
    assert run("import", path).output.splitlines() == [
        f"{path}: 0 added, 1 changed, 1 left as they were.",
        "  line 2: T1:U1RUTH changed: capacity",
        "  line 3: T2:U2OMAR unchanged",
    ]


def test_a_refused_row_keeps_its_whole_file_out(run: Run, file: Write) -> None:
    path = file(f"{ROSTER}ruth,,harbor,,skools,Texsa,,many\n")
    result = run("import", path)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0] == f"{path}: nothing was imported, 1 row refused."
    assert [line.split(":")[0] for line in lines[1:]] == [
        "  line 4, slack_user",
        "  line 4, topics",
        "  line 4, places",
        "  line 4, capacity",
    ]
    assert "nearest: schools." in lines[2]
    assert run("list").output == "Nobody is listed yet.\n"


def test_one_file_s_refusal_keeps_no_other_out(run: Run, file: Write, tmp_path: Path) -> None:
    good, bad = file(ROSTER), file("slack_user,organization\nU1A,nobody\n", "bad.csv")
    result = run("import", bad, tmp_path / "nowhere.csv", good)
    assert result.exit_code == 1
    assert "nothing was imported, 1 row refused." in result.output
    assert "nowhere.csv can't be read: No such file or directory." in result.stderr
    assert f"{good}: 2 added" in result.output


def test_the_list_is_shown_as_a_table(run: Run, file: Write) -> None:
    run("import", file(ROSTER))
    assert [" ".join(line.split()) for line in run("list").output.splitlines()] == [
        "Expert Partner Answers Open Away until Listed",
        "Ruth Harbor Legal Aid schools · Austin, TX; CA · en, es 0 of 5 - yes",
        "T2:U2OMAR Prairie Law Center anything 0 of 3 - yes",
    ]


def test_the_list_is_shown_as_json(run: Run, file: Write) -> None:
    run("import", file(ROSTER))
    ruth, _ = json.loads(run("list", "--format", "json").output)
    assert (ruth["slack_user"], ruth["places"], ruth["load"]) == (
        "T1:U1RUTH",
        ["US-TX/Austin", "US-CA"],
        0,
    )


def test_the_list_as_csv_can_be_imported_again(run: Run, file: Write) -> None:
    run("import", file(ROSTER))
    path = file(run("list", "--format", "csv").output, "again.csv")
    assert f"{path}: 0 added, 0 changed, 2 left as they were." in run("import", path).output


def test_a_bare_id_without_a_token_is_refused(run: Run, file: Write) -> None:
    result = run("import", file("slack_user,organization\nU1A,Harbor Aid\n"))
    assert result.exit_code == 1
    assert "write T0123ABCD:U1A, or set SLACK_BOT_TOKEN." in result.output


async def test_a_bare_id_is_of_the_bot_s_own_workspace(
    run: Run, file: Write, sandbox: Sandbox
) -> None:
    path = file("slack_user,organization\nU0RUTHADEY,Harbor Aid\n")
    slack = {"SLACK_API_URL": sandbox.api_url, "SLACK_BOT_TOKEN": TOKEN}
    result = await to_thread(lambda: run("import", path, **slack))
    assert "T0LOCALNET:U0RUTHADEY added" in result.output


def test_a_slack_that_doesn_t_answer_is_told(run: Run, file: Write) -> None:
    slack = {"SLACK_API_URL": "http://127.0.0.1:9/api/", "SLACK_BOT_TOKEN": TOKEN}
    result = run("import", file("slack_user,organization\nU1A,Harbor Aid\n"), **slack)
    assert result.exit_code == 1
    assert "Slack did not say which workspace is yours" in result.stderr


def test_a_folder_may_be_named(run: Run, file: Write, tmp_path: Path) -> None:
    run("import", file(ROSTER), "--data", tmp_path / "other")
    assert run("list").output == "Nobody is listed yet.\n"
    assert "Ruth" in run("list", "--data", tmp_path / "other").output


def test_a_folder_that_can_t_be_used_is_told(run: Run) -> None:
    result = run("list", LIAISON_DATA="/dev/null/x")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_a_wrong_setting_is_named(run: Run) -> None:
    result = run("list", SLACK_API_URL="slack.com")
    assert result.exit_code == 1
    assert "SLACK_API_URL" in result.stderr


async def test_it_works_beside_a_running_bot(run: Run, file: Write, world: World) -> None:
    folder = str(world.bot.settings.data)
    path = file(ROSTER)
    result = await to_thread(lambda: run("import", path, LIAISON_DATA=folder))
    assert "2 added" in result.output


async def test_where_sqlite_bears_one_process_the_bot_must_rest(
    run: Run, file: Write, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_commands, "bears_two_processes", lambda: False)
    folder = str(world.bot.settings.data)
    path = file(ROSTER)
    result = await to_thread(lambda: run("import", path, LIAISON_DATA=folder))
    assert result.exit_code == 1
    assert "Liaison is running" in result.stderr
    assert "stop it first" in result.stderr


def test_where_sqlite_bears_one_process_a_resting_bot_is_no_hindrance(
    run: Run, file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_commands, "bears_two_processes", lambda: False)
    assert "2 added" in run("import", file(ROSTER)).output


def test_a_desk_that_is_no_database_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "desk.db").write_text("no database " * 100)
    result = run("list")
    assert result.exit_code == 1
    assert "desk.db can't be used just now." in result.stderr
