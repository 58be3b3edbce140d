"""The form in which a person asks, as values in and text out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import texts
from catalog.models import State, Topic
from handlers.carried import Step
from handlers.views.ask_form import ACTION_IDS, Draft, Menus, Stage, ask_form
from handlers.views.wording import REQUEST_KINDS
from tests.readable import readable

MENUS = Menus(
    [Topic("schools", "Schools", "Escuelas")],
    [State("US-TX", "Texas", "Texas"), State("US-IA", "Iowa", "Iowa")],
    [("7", "Ruth Adeyemi, Harbor Legal Aid")],
)


def form(draft: Draft, stage: Stage) -> str:
    return readable(ask_form(draft, stage, MENUS, texts(stage.language)))


def test_at_first_it_asks_four_things() -> None:
    said = form(Draft(), Stage())
    assert said.count(": ") == 4
    assert said.endswith("[More]\n[Continue] [Cancel]")


def test_with_more_it_asks_all() -> None:
    said = form(Draft(words="Hold", office="mayor", state="US-IA"), Stage(more=True))
    assert "Your question: _Hold_" in said
    assert "State or territory: <Iowa>" in said
    assert "Your office: <Mayor>" in said
    assert "[More]" not in said


def test_a_vote_has_a_date_and_an_expert_a_name() -> None:
    draft = Draft(needed_by="vote", seen_by="expert", chosen="7")
    said = form(draft, Stage())
    assert "Date of the vote: <>" in said
    assert "Which expert: <Ruth Adeyemi, Harbor Legal Aid>" in said


def test_in_spanish_it_is_spanish_throughout() -> None:
    said = form(Draft(needed_by="vote", seen_by="expert"), Stage(language="es", more=True))
    english = form(Draft(needed_by="vote", seen_by="expert"), Stage(more=True))
    same = set(said.split("\n")) & set(english.split("\n"))
    assert same == set()


def test_its_metadata_holds_no_words() -> None:
    view = ask_form(Draft(words="Maria Lopez", city="Waco"), Stage(), MENUS, texts("en"))
    assert "Maria" not in view["private_metadata"]
    assert "Waco" not in view["private_metadata"]


def test_what_is_filled_in_makes_the_draft() -> None:
    values = {action_id: name for name, action_id in ACTION_IDS.items()}
    assert Draft.of(values) == Draft(**{name: name for name in ACTION_IDS})
    assert Draft.of({}) == Draft()


@given(
    st.builds(
        Stage,
        st.sampled_from(["write", "check"]),
        st.sampled_from(["en", "es"]),
        st.booleans(),
        st.booleans(),
        st.integers(0, 3_000),
        st.sampled_from(["", *REQUEST_KINDS]),
        st.text(),
    )
)
def test_a_stage_survives_its_form(stage: Stage) -> None:
    assert Stage.of(Step.load(stage.step().dump())) == stage


@pytest.mark.parametrize("metadata", ["", "another form's", "x\nt-1", None])
def test_another_form_s_metadata_is_a_beginning(metadata: object) -> None:
    assert Stage.of(Step.load(metadata)).name == "write"
