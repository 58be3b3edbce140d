"""Reads what a page asks: who, where, which element, and what was filled in."""

from bot.sandbox.bodies import BadRequestError, text
from bot.sandbox.channels import Channel
from bot.sandbox.core import Core
from bot.sandbox.filled import Picked
from bot.sandbox.people import User
from bot.sandbox.places import InView, Place
from bot.sandbox.record import Delivery
from bot.sandbox.wire import JSON


def user_of(core: Core, body: JSON) -> User:
    """The person whose page it is. Raises `LookupError`."""
    return core.workspace.person(text(body, "user"))


def channel_of(core: Core, body: JSON) -> Channel:
    """The channel that is asked for, if the person is in it. Raises `LookupError`."""
    return core.workspace.channel(text(body, "channel"), user_of(core, body))


def message_of(core: Core, body: JSON) -> JSON:
    """The message that is asked for, if the person sees it. Raises `RefusedError`."""
    return core.message_seen(user_of(core, body), channel_of(core, body), text(body, "ts"))


def place_of(core: Core, body: JSON) -> Place:
    """Where the element stands that was used."""
    user, container = user_of(core, body), body.get("container")
    if not isinstance(container, dict):
        raise BadRequestError("container must be an object")
    if container.get("type") == "view":
        return InView(core.views.before(user, text(container, "view_id")))
    here = {**container, "user": user.id}
    return core.in_message(user, channel_of(core, here), message_of(core, here))


def element_of(body: JSON) -> tuple[str, str]:
    """Block id and action id of the element that was used."""
    return text(body, "block_id"), text(body, "action_id")


def picked_in(body: JSON) -> Picked:
    """Plain values by block id and action id."""
    picked = body.get("state") or {}
    if not isinstance(picked, dict) or not all(isinstance(each, dict) for each in picked.values()):
        raise BadRequestError("state must be an object of objects")
    return picked


def whole_number(body: JSON, key: str, default: int, most: int) -> int:
    """A number from 1 to `most`. Raises `ValueError` for what is none."""
    return max(1, min(int(body.get(key) or default), most))


def outcome(delivery: Delivery) -> JSON:
    """What the page is told of a delivery."""
    if delivery.errors:
        return {"ok": False, "errors": delivery.errors}
    return {"ok": True} if delivery.error is None else {"ok": False, "error": delivery.error}
