"""Saved replies: what is filled in, and what is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import replies
from bot.desk.errors import NotForOthers
from bot.desk.masking import Masked
from bot.desk.replies import MOST, PLACEHOLDERS, NameTaken, NoSuchReply, Saved, TooMany
from bot.store import Transaction
from tests.desk.cast import ANA, DANA, person, settle

VALUES = dict.fromkeys(PLACEHOLDERS, "x")

written = st.lists(
    st.sampled_from(
        [
            *(f"{{{name}}}" for name in PLACEHOLDERS),
            *PLACEHOLDERS,
            *("{", "}", "{{", "}}", "{}", "{0}", "{0.__class__}", "{name.__class__}", "{name!r}"),
            *("{name:>9999}", "{me[0]}", "{ Name }", "%s", "%(name)s", "$name", "\\", "\n", " "),
        ]
    )
    | st.text(max_size=20)
).map("".join)
"""Texts in which everything stands that somebody could take for a place to fill in."""


@pytest.fixture
def dana(tx: Transaction) -> None:
    settle(tx)


def saved(name: str = "Thanks", **text: str) -> Saved:
    given_text = text or {"en": "Thanks"}
    return Saved(None, name, {language: Masked(each) for language, each in given_text.items()})  # type: ignore[misc]


def kept(tx: Transaction, name: str = "Thanks", **text: str) -> Saved:
    replies.keep(tx, saved(name, **text), person(tx, DANA))
    return next(each for each in replies.several(tx) if each.name == name)


# What is filled in


def test_each_placeholder_is_filled_in_with_its_own_value() -> None:
    values = {name: f"<{name}>" for name in PLACEHOLDERS}
    text = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert replies.fill(text, values) == " ".join(f"<{name}>" for name in PLACEHOLDERS)


def test_capitals_and_spaces_make_no_difference() -> None:
    assert replies.fill("Hello { Name }", {"name": "Ana"}) == "Hello Ana"
    assert replies.unknown("Hello { Name }") == []


def test_what_can_t_be_filled_in_is_named_once_as_it_was_written() -> None:
    text = "{nombre}, {name} {city.__class__} {nombre} {}"
    assert replies.unknown(text) == ["{nombre}", "{city.__class__}", "{}"]


def test_a_name_that_looks_like_a_placeholder_is_none() -> None:
    values = {"name": "{number}", "number": "7"}
    assert replies.fill("{name} {number}", values) == "(number) 7"


def test_what_is_filled_in_closes_no_placeholder_around_it() -> None:
    values = {"name": "Ana", "place": ""}
    assert replies.fill("Hello {na{place}me}", values) == "Hello Ana"


@given(written, st.dictionaries(st.sampled_from(PLACEHOLDERS), written))
def test_nothing_that_is_known_is_left_whatever_was_written(
    text: str, values: dict[str, str]
) -> None:
    filled = replies.fill(text, {**VALUES, **values})
    assert [name for name in PLACEHOLDERS if replies.asks_for(filled, name)] == []


@given(written)
def test_what_is_not_known_stays_as_it_was_written(text: str) -> None:
    assert replies.fill(text, {}) == text


@given(st.text().filter(lambda text: "{" not in text), st.dictionaries(st.text(), st.text()))
def test_a_text_without_places_to_fill_in_stays_as_it_is(text: str, values: dict[str, str]) -> None:
    assert replies.fill(text, values) == text


@given(written)
def test_what_nobody_refuses_has_no_braces_left(text: str) -> None:
    if not replies.unknown(text):
        filled = replies.fill(text, VALUES)
        assert "{}" not in filled
        assert replies.unknown(filled) == []


# In which language


def test_a_text_in_the_language_that_is_wanted_goes_first() -> None:
    assert saved(en="Thanks", es="Gracias").best_in("es") == ("Gracias", "es")


def test_without_one_it_is_the_other_and_says_so() -> None:
    assert saved(en="Thanks").best_in("es") == ("Thanks", "en")
    assert saved(es="Gracias").best_in("en") == ("Gracias", "es")


# What is kept


@pytest.mark.usefixtures("dana")
def test_the_most_used_come_first(tx: Transaction) -> None:
    for name in ("A", "B", "C"):
        kept(tx, name)
    used = kept(tx, "D").id
    assert used
    replies.were_used(tx, [used])
    assert [each.name for each in replies.several(tx)] == ["D", "A", "B", "C"]
    assert [each.name for each in replies.several(tx, 2, 1)] == ["A", "B"]


@pytest.mark.usefixtures("dana")
def test_two_have_never_the_same_name(tx: Transaction) -> None:
    kept(tx, "Thanks a lot")
    with pytest.raises(NameTaken):
        kept(tx, "thanks  A lot")


@pytest.mark.usefixtures("dana")
def test_what_is_changed_keeps_its_name_and_its_count(tx: Transaction) -> None:
    before = kept(tx, es="Gracias")
    assert before.id
    replies.were_used(tx, [before.id])
    replies.keep(tx, Saved(before.id, "Thanks", {"en": Masked("Thank you")}), person(tx, DANA))
    [after] = replies.several(tx)
    assert after == Saved(before.id, "Thanks", {"en": Masked("Thank you")}, used=1)


@pytest.mark.usefixtures("dana")
def test_what_was_deleted_while_it_was_changed_is_kept_anew(tx: Transaction) -> None:
    before = kept(tx)
    assert before.id
    replies.drop(tx, before.id)
    replies.keep(tx, before, person(tx, DANA))
    assert [each.name for each in replies.several(tx)] == ["Thanks"]


@pytest.mark.usefixtures("dana")
def test_what_was_deleted_is_not_there(tx: Transaction) -> None:
    gone = kept(tx).id
    assert gone
    replies.drop(tx, gone)
    replies.drop(tx, gone)
    with pytest.raises(NoSuchReply):
        replies.find(tx, gone)


@pytest.mark.usefixtures("dana")
def test_no_more_are_kept_than_a_menu_holds(tx: Transaction) -> None:
    for number in range(MOST):
        kept(tx, f"Reply {number}")
    with pytest.raises(TooMany):
        kept(tx, "One more")
    assert replies.count(tx) == MOST


@pytest.mark.usefixtures("dana")
def test_they_are_the_coordinators_own(tx: Transaction) -> None:
    assert replies.coordinator(tx, DANA) == person(tx, DANA)
    with pytest.raises(NotForOthers):
        replies.coordinator(tx, ANA)
