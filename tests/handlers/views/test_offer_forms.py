"""What experts and coordinators fill in about an offer."""

from __future__ import annotations

import pytest

from bot.i18n import Texts, texts
from bot.sandbox.blockkit.check import check_view
from handlers.carried import Step
from handlers.views import offer_forms as forms
from handlers.views.blocks import View
from tests.readable import readable

EN, ES = texts("en"), texts("es")


def every_form(_: Texts) -> list[View]:
    step = Step("f-handle")
    many = [(number, "N" * 200) for number in range(150)]
    return [
        forms.decline(step, _),
        forms.step_back(step, _),
        forms.suggest(step, [], _),
        forms.suggest(step, many, _),
        forms.ask_more(step, _),
        forms.tell_more(step, "N" * 200, _),
        forms.aside(step, _),
        forms.sent("On its way", ["phone", "ssn"], _),
    ]


@pytest.mark.parametrize("_", [EN, ES])
def test_every_form_fits(_: Texts) -> None:
    assert [check_view(view) for view in every_form(_)] == [[]] * 8


def test_a_form_carries_a_handle_and_nothing_else() -> None:
    carried = [view.get("private_metadata", "") for view in every_form(EN)]
    assert {each.strip() for each in carried} == {"f-handle", ""}


def test_a_reason_is_asked_for_and_words_are_not() -> None:
    assert readable(forms.decline(Step("f"), EN)) == (
        "# Decline\n"
        "(Only the coordinators see why. Declining is fine.)\n"
        "Why: <I have no time now>\n"
        "In your words: __\n"
        "[Decline] [Cancel]"
    )
