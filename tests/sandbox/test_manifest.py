"""Which manifests are taken, and what they allow."""

from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.manifest import Manifest, ManifestError
from tests.sandbox.manifests import FULL, changed, manifest, without_scopes

OWN = Path(__file__).parents[2] / "manifest.yml"


def test_the_project_s_own_manifest_is_taken() -> None:
    read = Manifest.read(OWN)
    assert read.command("/resources")
    assert read.shortcut("message", "find_resources")
    assert read.receives("app_mention")


def test_an_event_needs_its_subscription_and_its_scope() -> None:
    assert manifest().receives("message.im")
    assert not manifest().receives("team_join")
    assert not without_scopes("im:history").receives("message.im")
    assert without_scopes("im:history").receives("app_home_opened")


def test_an_app_without_commands_has_no_hint() -> None:
    assert manifest("features", "slash_commands", to=[]).hint is None


def test_optional_scopes_count_as_given() -> None:
    declared = manifest("oauth_config", "scopes", "bot_optional", to=["files:read"])
    assert declared.has_scope(["files:read"])


def test_only_what_is_declared_is_known() -> None:
    assert manifest().command("/nothing") is None
    assert manifest().shortcut("global", "on_it") is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("display_information", "name"), "x" * 36),
        (("display_information", "name"), None),
        (("features", "bot_user"), {}),
        (("features",), "none"),
        (("features", "slash_commands"), [{"command": "look", "description": "d"}]),
        (("features", "slash_commands"), [{"command": "/Look", "description": "d"}]),
        (("features", "slash_commands"), [{"command": "/look", "description": ""}]),
        (("features", "shortcuts"), [{"type": "odd", "callback_id": "c", "name": "n"}]),
        (
            ("features", "shortcuts"),
            [{"type": "global", "callback_id": "c", "name": "n" * 25, "description": "d"}],
        ),
    ],
)
def test_what_slack_would_refuse_is_refused(path: tuple[str, ...], value: Any) -> None:  # noqa: ANN401  # any JSON value
    with pytest.raises(ManifestError):
        Manifest.parse(changed(*path, to=value))


def test_a_manifest_without_features_declares_nothing() -> None:
    data = {**FULL, "features": {"bot_user": {"display_name": "Liaison"}}, "settings": None}
    read = Manifest.parse(data)
    assert (read.commands, read.shortcuts, read.events) == ((), (), ())
    assert not read.interactivity
