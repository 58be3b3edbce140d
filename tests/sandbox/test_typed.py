"""What becomes of the characters a person types."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.sandbox.blockkit.check import check_blocks
from bot.sandbox.clock import Clock
from bot.sandbox.ids import Ids
from bot.sandbox.typed import escape, resolve, typed_message
from bot.sandbox.wire import JSON
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


def rich(typed: str) -> list[JSON]:
    (block,) = typed_message(typed, WORKSPACE)["blocks"]
    assert check_blocks([block], "message") == []
    elements: list[JSON] = block["elements"]
    return elements


@pytest.mark.parametrize(
    ("typed", "words", "style"),
    [
        ("*bold*", "bold", {"bold": True}),
        ("_it_", "it", {"italic": True}),
        ("~gone~", "gone", {"strike": True}),
        ("`a *b*`", "a *b*", {"code": True}),
        ("*_both_*", "both", {"bold": True, "italic": True}),
        ("*`c`*", "c", {"bold": True, "code": True}),
    ],
)
def test_words_take_the_style_of_their_marks(
    typed: str, words: str, style: dict[str, bool]
) -> None:
    assert rich(typed)[0]["elements"] == [{"type": "text", "text": words, "style": style}]
    assert typed_message(typed, WORKSPACE)["text"] == typed


@pytest.mark.parametrize(
    "typed", ["2*3*4", "snake_case_name", "* no *", "a ~ b ~ c", "12:30:45", "**", "`", "a:b:c"]
)
def test_what_only_looks_like_a_mark_stays_as_it_is(typed: str) -> None:
    assert rich(typed)[0]["elements"] == [{"type": "text", "text": typed}]


def test_references_inside_marks_are_found_and_inside_code_are_not() -> None:
    bold = rich("*ask @ana about https://x.org/a_b*")[0]["elements"]
    assert [piece["type"] for piece in bold] == ["text", "user", "text", "link"]
    assert all(piece["style"] == {"bold": True} for piece in bold)
    assert typed_message("`@channel`", WORKSPACE)["text"] == "`@channel`"


def test_emoji_are_told_by_name() -> None:
    (section,) = rich("well :thumbs_up: :+1:!")
    names = [piece["name"] for piece in section["elements"] if piece["type"] == "emoji"]
    assert names == ["thumbs_up", "+1"]
    assert typed_message("well :+1:", WORKSPACE)["text"] == "well :+1:"


def test_lines_that_begin_so_are_quotes() -> None:
    typed = "she said\n> yes\n>*no*\nand left"
    assert [part["type"] for part in rich(typed)] == [
        *("rich_text_section", "rich_text_quote", "rich_text_section")
    ]
    assert [piece["text"] for piece in rich(typed)[1]["elements"]] == ["yes", "\n", "no"]
    assert typed_message(typed, WORKSPACE)["text"] == ("she said\n&gt; yes\n&gt;*no*\nand left")


def test_code_stands_in_its_own_part() -> None:
    typed = "so:```\n> @ana *x*\n```"
    section, code = rich(typed)
    assert section["elements"][0]["text"] == "so:"
    assert code == {
        "type": "rich_text_preformatted",
        "elements": [{"type": "text", "text": "> @ana *x*"}],
    }
    assert typed_message(typed, WORKSPACE)["text"] == "so:```\n&gt; @ana *x*\n```"


@given(st.text(alphabet="*_~`:> \nab"))
def test_the_text_keeps_every_mark_as_it_was_typed(text: str) -> None:
    assert typed_message(text, WORKSPACE)["text"] == escape(text)
    rich(text)


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
