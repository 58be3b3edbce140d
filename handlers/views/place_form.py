"""The form in which a person says where they serve."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.models import Place, State
from handlers import ids
from handlers.views.blocks import View, context, field, modal, option, select, text_input
from handlers.views.results import Reader


def place_form(place: Place | None, states: Sequence[State], reader: Reader) -> View:
    """A state from a menu, and a city in words: the library knows but some of them."""
    _ = reader.texts
    iso, city = (place.iso, place.city) if place else ("", "")
    options = [option(state.name(_.language), state.iso) for state in states]
    options.sort(key=lambda each: str(each["text"]["text"]))
    blocks = [
        context(_("Resources from there move up when a search names no other place.")),
        field(
            _("State or territory"),
            select(ids.HOME_STATE, options, placeholder=_("Choose one"), chosen=iso),
        ),
        field(
            _("City or county"),
            text_input(ids.HOME_CITY, placeholder=_("For example Austin"), value=city, limit=100),
            hint=_("Leave it empty to go by your state."),
        ),
    ]
    return modal(
        _("Your place"), blocks, close=_("Cancel"), callback_id=ids.HOME_PLACE, submit=_("Save")
    )
