"""`liaison settings`."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.desk import network, people
from bot.desk.people import Member
from bot.sandbox import Sandbox
from bot.sandbox.channels import Channel
from bot.store import Store
from tests.conftest import TOKEN, World
from tests.stories.tickets import QUESTION, open_triage

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `liaison settings …` with its data in a folder of the test's."""
    monkeypatch.chdir(tmp_path)
    given = {"LIAISON_DATA": str(tmp_path / "data"), "SLACK_BOT_TOKEN": ""}

    def command(*arguments: str | Path, **environment: str) -> Result:
        runner = CliRunner(env=given | environment)
        return runner.invoke(main, ["settings", *map(str, arguments)])

    return command


def lines(result: Result) -> list[str]:
    return [" ".join(line.split()) for line in result.output.splitlines()]


def test_they_are_listed_with_what_they_were_at_first(run: Run) -> None:
    run("set", "opens", "08:30")
    run("set", "days", "mon,Wednesday")
    shown = lines(run())
    assert shown[0] == "Name Value Default"
    assert "opens 08:30 09:00" in shown
    assert "days mon,wed mon,tue,wed,thu,fri" in shown
    assert "triage_channel - -" in shown
    assert len(shown) == 1 + len(network.NAMES)


def test_what_is_set_is_told(run: Run) -> None:
    assert run("set", "zone", "America/Chicago").output == "zone is America/Chicago\n"
    assert run("set", "first_today", "90").output == "first_today is 90\n"
    assert run("reset", "zone").output == "zone is America/New_York\n"


def test_another_country_has_other_parts(run: Run) -> None:
    run("set", "subdivision", "TX")
    assert run("set", "country", "CA").output == "country is CA\nsubdivision is -\n"
    assert run("set", "subdivision", "QC").exit_code == 0


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("zone", "America/Chicagoo", "Did you mean America/Chicago?"),
        ("days", "mon,someday", "of mon,tue,wed,thu,fri,sat,sun."),
        ("opens", "9 o'clock", "write a time of the day, such as 08:30."),
        ("opens", "18:00", "work must end later on the day than it begins."),
        ("country", "ZZ", "a country's two letters"),
        ("subdivision", "QC", "a part of US: AK, AL,"),
        ("quiet_until", "18:00", "quiet hours must leave some of the working hours."),
        ("first_today", "3", "write working minutes from 5 to 43200."),
        ("retention_days", "many", "write a whole number from 30 to 730."),
        ("language", "fr", "write en or es."),
        ("triage_channel", "#triage", "a private channel's id, such as C0123ABCD."),
        ("triage_channel", "C0123", "set SLACK_BOT_TOKEN."),
        ("stand_in", "T1:U1", "a coordinator: there is none."),
        ("langauge", "es", "Did you mean language?"),
        ("weather", "fine", "`liaison settings` lists them."),
    ],
)
def test_what_can_t_be_is_told_with_what_can(run: Run, name: str, value: str, said: str) -> None:
    result = run("set", name, value)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert lines(run()) == lines(run("--data", "elsewhere"))


def test_nothing_is_reset_that_there_is_not(run: Run) -> None:
    assert "there is no setting zones. Did you mean zone?" in run("reset", "zones").stderr


async def test_a_change_is_logged_as_nobody_s(run: Run, tmp_path: Path) -> None:
    await to_thread(run, "set", "silent_days", "10")
    store = Store.open(tmp_path / "data" / "desk.db")
    [entry] = await store.run(network.history)
    store.close()
    assert (entry.note, entry.actor_id) == ('{"silent_days": 10}', None)


async def test_a_stand_in_is_named_as_slack_does(run: Run, world: World) -> None:
    dana = Member("T0LOCALNET", world.sandbox.person("dana").id)
    await world.bot.store.run(people.name_coordinators, [dana])
    folder = str(world.bot.settings.data)
    name = f"{dana.team_id}:{dana.user_id}"
    told = await to_thread(lambda: run("set", "stand_in", name, LIAISON_DATA=folder))
    assert told.output == f"stand_in is {name}\n"
    assert f"stand_in {name} -" in lines(await to_thread(lambda: run(LIAISON_DATA=folder)))


async def test_a_running_bot_goes_by_it_at_once(run: Run, sandbox: Sandbox, world: World) -> None:
    channel = open_triage(sandbox)
    slack = {
        "LIAISON_DATA": str(world.bot.settings.data),
        "SLACK_API_URL": sandbox.api_url,
        "SLACK_BOT_TOKEN": TOKEN,
    }
    told = await to_thread(lambda: run("set", "triage_channel", channel, **slack))
    assert told.output == f"triage_channel is {channel}\n"
    await world.ana.command("/assist", QUESTION)
    await world.ana.submit()
    await world.ana.submit()
    await world.settled()
    assert any(
        QUESTION in str(each) or each.get("bot_id")
        for each in sandbox.person("dana").sees("triage")
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "public"}, "is public."),
        ({"connected": ("T0PARTNER1",)}, "is shared with others."),
        ({"is_archived": True}, "is archived."),
        ({"members": set()}, "is no channel that Liaison is in."),
    ],
)
async def test_a_channel_is_looked_at_first(
    run: Run, sandbox: Sandbox, values: dict[str, object], said: str
) -> None:
    inside = {sandbox.workspace.bot.id}
    given = {"kind": "private", "members": inside, **values}
    sandbox.workspace.add_channel(Channel("C0OTHER001", "other", **given))  # type: ignore[arg-type]
    slack = {"SLACK_API_URL": sandbox.api_url, "SLACK_BOT_TOKEN": TOKEN}
    result = await to_thread(lambda: run("set", "triage_channel", "C0OTHER001", **slack))
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_slack_that_doesn_t_answer_is_told(run: Run) -> None:
    slack = {"SLACK_API_URL": "http://127.0.0.1:9/api/", "SLACK_BOT_TOKEN": TOKEN}
    result = run("set", "triage_channel", "C0OTHER001", **slack)
    assert "Slack did not answer." in result.stderr
