"""What is filled in of experts and partners, where Slack's own checks would have stopped it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.i18n import texts
from catalog import Catalog
from handlers import staff_fields
from handlers.places import Unclear


@pytest.fixture
def catalog(library: Path) -> Iterator[Catalog]:
    with Catalog.open(library) as opened:
        yield opened


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "100", "٣"])
def test_a_number_that_is_none_is_told(catalog: Catalog, number: str) -> None:
    with pytest.raises(Unclear) as caught:
        staff_fields.room({"expert_capacity": number}, catalog, texts("en"))
    assert caught.value.errors == {"expert_capacity": "Write a number from 0 to 99."}


def test_nobody_goes_away_until_today(catalog: Catalog) -> None:
    today = catalog.today().isoformat()
    with pytest.raises(Unclear) as caught:
        staff_fields.room({"expert_capacity": "1", "expert_away": today}, catalog, texts("es"))
    assert list(caught.value.errors) == ["expert_away"]


def test_a_partner_has_a_name() -> None:
    with pytest.raises(Unclear) as caught:
        staff_fields.partner({"partner_name": " \n "}, texts("en"))
    assert caught.value.errors == {"partner_name": "Write the organization's name."}


def test_a_partner_s_name_is_one_line() -> None:
    filled = {"partner_name": " Harbor \n Aid ", "partner_channel": "C0A"}
    partner = staff_fields.partner(filled, texts("en"))
    assert (partner.name, partner.channel_id) == ("Harbor Aid", "C0A")
