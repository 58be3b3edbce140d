from __future__ import annotations
from pathlib import Path
from catalog import Catalog
from tests.stories.partnered import local_slack
from tests.stories.whole_way import *
from tests.readable import readable


async def test_way(named: None, books: Catalog, tmp_path: Path) -> None:
    async with local_slack() as sandbox, at_work(sandbox, tmp_path, books) as shared:
        await begin(shared)
        for step in WAY:
            print(step.__name__)
            await step(shared.desk)
        print(len(sandbox.calls))
        for who, ch in (
            ("ana", "dm"),
            ("ruth", "dm"),
            ("vera", "dm"),
            ("tomas", "dm"),
            ("dana", "triage"),
        ):
            print("=====", who)
            for m in shared.desk.person(who).sees(ch):
                print("--", readable(m) if "blocks" in m and m.get("bot_id") else m.get("text"))
