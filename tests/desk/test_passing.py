"""A person's words on their way to somebody else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.passing import SECTION, harmless, parts

PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *("<@U0ANA>", "<@U0ANA|ana>", "<!channel>", "<!here|here>", "<!subteam^S1|@all>"),
            *("<#C1|general>", "<https://example.org/a|a page>", "<mailto:a@b.org|a>", "&amp;"),
            *("&lt;", "<", ">", "<!", "<<!channel>>", "<@U1|<!here>>", "\n\n", "word " * 700),
            *("x" * 3_000, "<https://example.org/" + "y" * 3_100 + "|long>"),
        ]
    ),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
RINGS = re.compile(r"<[@#!]")


@given(TEXTS)
def test_nothing_of_a_text_is_lost_between_its_parts(text: str) -> None:
    assert "".join(section for part in parts(text) for section in part) == text


@given(TEXTS)
def test_every_section_fits(text: str) -> None:
    assert all(0 < len(section) <= SECTION for part in parts(text) for section in part)


@given(TEXTS)
def test_nothing_rings(text: str) -> None:
    assert not RINGS.search(harmless(text))


@given(TEXTS)
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    once = harmless(text)
    assert harmless(once) == once


def test_a_link_and_an_entity_are_not_torn() -> None:
    link = "<https://example.org/a|a page>"
    text = "x" * (SECTION - 10) + link + "y" * (SECTION - len(link) - 2) + "&amp;z"
    [sections] = parts(text)
    assert any(link in section for section in sections)
    assert any("&amp;" in section for section in sections)


@pytest.mark.parametrize(
    ("written", "passed_on"),
    [
        ("see <https://example.org|this>", "see <https://example.org|this>"),
        ("<@U0ANA|ana> and <@U0LUIS>", "@ana and @…"),
        ("<!channel> in <#C1|general>", "@channel in #general"),
        ("<!date^1800000000^{date}|soon>", "soon"),
        ("*bold* &amp; _more_", "*bold* &amp; _more_"),
        ("1 < 2", "1 &lt; 2"),
    ],
)
def test_mentions_become_names_and_links_stay(written: str, passed_on: str) -> None:
    assert harmless(written) == passed_on
