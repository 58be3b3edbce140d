"""Spanish that the library has for a text is not lost when a row comes without."""

from __future__ import annotations

from catalog.importers.spanish import kept
from catalog.models import Resource

OLD = Resource("a", "A guide", title_es="Una guía", summary="Short.", summary_es="Breve.")


def test_a_record_keeps_its_spanish_while_its_english_is_the_same() -> None:
    new = Resource("a", "A guide", summary="Changed.")

    assert kept(new, OLD) == Resource("a", "A guide", title_es="Una guía", summary="Changed.")


def test_a_row_s_own_spanish_wins() -> None:
    new = Resource("a", "A guide", title_es="La guía", summary="Short.", summary_es="Corto.")

    assert kept(new, OLD) is new


def test_a_text_that_ships_brings_its_translation() -> None:
    new = Resource("b", "City Examples")

    assert kept(new, None).title_es == "Ejemplos de ciudades"
