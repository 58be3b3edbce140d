"""Every form of the ticket desk as long as it can be, and longer than Slack lets it be."""

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import people
from catalog import Catalog
from tests.stories.closing_ways import CLOSING_WAYS
from tests.stories.duty_ways import DUTY_WAYS
from tests.stories.joined import member
from tests.stories.lives import at_work, begin, name_channel
from tests.stories.more_ways import MORE_WAYS
from tests.stories.overlong import Forms
from tests.stories.partnered import Shared, local_slack
from tests.stories.people_ways import PEOPLE_WAYS
from tests.stories.reply_ways import REPLY_WAYS
from tests.stories.taken import refused
from tests.stories.tickets import TicketDesk
from tests.stories.whole_way import WAY, closes_windows, press_on, walk

_WORDLESS = {
    *("is_not_delivered", "is_not_dealt_with", "turns_the_list", "is_revoked", "keeps_many"),
    *("looks_at_all_they_asked", "is_published", "is_refused"),
}
"""Steps that are long and in which nothing is typed, or nothing that others don't type."""

ALL = [
    step
    for step in (*WAY, *MORE_WAYS, *CLOSING_WAYS, *REPLY_WAYS, *DUTY_WAYS, *PEOPLE_WAYS)
    if step.__name__ not in _WORDLESS
]


@pytest.fixture
def library(library: Path, tmp_path: Path) -> Path:
    """A library of the test's own: something is published in it."""
    return Path(shutil.copy(library, tmp_path / "library.db"))


@pytest.fixture
async def shared(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shared]:
    """Everybody has come who has a part in the stories."""
    name_channel(monkeypatch)
    with Catalog.open(library) as catalog:
        async with local_slack() as sandbox, at_work(sandbox, tmp_path, catalog) as shared:
            await begin(shared)
            sandbox.add_person("cora")
            cora = await shared.desk.run(people.meet, member(shared.desk.person("cora")))
            await shared.desk.run(people.give_role, cora.id, "coordinator")
            yield shared


async def test_what_fills_a_form_arrives_whole_and_more_is_refused_at_its_field(
    shared: Shared,
) -> None:
    forms = Forms(shared.desk)
    async with forms.at_work():
        await walk(shared.desk, *ALL)
    await opens_the_saved_reply(shared.desk)
    assert not forms.wrong, "\n".join(forms.wrong)
    assert len(forms.forged) > 20
    assert len(forms.filled) > 15
    assert missing(shared, forms) == {}
    assert await refused(shared.desk) == []


async def opens_the_saved_reply(desk: TicketDesk) -> None:
    """What is kept in a language that nobody was answered in stands in its form."""
    await desk.dana.open_home()
    await desk.dana.click_in_home("open_replies")
    await press_on(desk, "dana", "saved_reply_edit")
    await closes_windows(desk, "dana")


def missing(shared: Shared, forms: Forms) -> dict[str, str]:
    """The fields of which less was shown than was typed: how much of how much."""
    shown = most_shown(shared, "".join(forms.filled))
    return {
        where: f"{shown[sign]} of {count}"
        for sign, (where, count) in forms.filled.items()
        if shown[sign] < count
    }


def most_shown(shared: Shared, signs: str) -> dict[str, int]:
    """How often each sign stood in what the bot showed at one place at most."""
    places: dict[str, dict[str, Counter[str]]] = defaultdict(dict)
    for nth, call in enumerate(shared.sandbox.calls):
        args, answer = call.args, call.answer
        thread = args.get("thread_ts") or ""
        place = f"{args.get('channel')} {thread}" if "channel" in args else f"view {nth}"
        message = str(args.get("ts") or answer.get("ts") or nth)
        shown = args.get("blocks") or args.get("view") or ""
        found = Counter(each for each in _text(shown) if each in signs)
        places[place][message] = places[place].get(message, Counter()) | found
    whole = [sum(messages.values(), Counter()) for messages in places.values()]
    return {sign: max((each[sign] for each in whole), default=0) for sign in signs}


def _text(shown: object) -> str:
    """Some JSON's text, which may be in JSON itself."""
    return shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
