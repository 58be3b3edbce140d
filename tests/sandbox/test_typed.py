"""What becomes of the characters a person types."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.sandbox.clock import Clock
from bot.sandbox.ids import Ids
from bot.sandbox.typed import escape, resolve, typed_message
from bot.sandbox.workspace import Workspace
from tests.sandbox.manifests import manifest

WORKSPACE = Workspace(manifest(), Ids(Clock(standing_at=0.0)))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("@ana and @dana.kim", "<@U0ANARIVER> and <@U0DANAKIMM>"),
        ("<@U0ANARIVER> <@U0NOBODY01>", "<@U0ANARIVER> &lt;@U0NOBODY01&gt;"),
        ("@channel!", "<!channel>!"),
        ("see #general, not #nowhere", "see <#C0GENERAL1|general>, not #nowhere"),
        ("mail ana@dana.example", "mail ana@dana.example"),
        ("https://example.org/a?b=1&c=2.", "<https://example.org/a?b=1&amp;c=2>."),
        ("", ""),
        ("half \ud83d a face", "half \ufffd a face"),
        ("a whole \ud83d\ude00 one", "a whole 😀 one"),
    ],
)
def test_a_message_is_written_as_slack_sends_it(typed: str, text: str) -> None:
    assert typed_message(typed, WORKSPACE)["text"] == text


def test_the_same_in_rich_text() -> None:
    (block,) = typed_message("hi @ana in #general @here https://x.org/", WORKSPACE)["blocks"]
    (section,) = block["elements"]
    assert [piece["type"] for piece in section["elements"]] == [
        *("text", "user", "text", "channel", "text", "broadcast", "text", "link")
    ]
    assert section["elements"][1] == {"type": "user", "user_id": "U0ANARIVER"}


def test_a_command_names_people_too() -> None:
    assert resolve("@ana https://x.org <", WORKSPACE) == (
        "<@U0ANARIVER|ana.rivera> <https://x.org> &lt;"
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaping_loses_nothing_and_leaves_no_control_characters(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    restored = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert restored == text


@given(st.text(alphabet="<>&!@#channelU0ANARIVER|/:. "))
def test_nobody_can_type_a_broadcast_or_a_stranger_s_mention(text: str) -> None:
    assume("@channel" not in text)
    sent = typed_message(text, WORKSPACE)["text"]
    assert "<!" not in sent
    assert set(re.findall(r"<@(\w*)", sent)) <= {"U0ANARIVER"}
