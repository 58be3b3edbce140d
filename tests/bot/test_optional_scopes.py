"""The doctor asks for what the bot needs, and names what a workspace left out."""

from __future__ import annotations

import yaml

from bot.doctor import MANIFEST, look_at_scopes

SCOPES = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]


def test_what_is_optional_may_be_left_out_and_is_named() -> None:
    found = look_at_scopes(",".join(SCOPES["bot"]))
    assert found.is_well
    assert found.subject.endswith("as in manifest.yml; without files:write)")


def test_nothing_is_named_where_everything_is_granted() -> None:
    found = look_at_scopes(", ".join([*SCOPES["bot"], *SCOPES["bot_optional"]]))
    assert found.subject.endswith("as in manifest.yml)")
