"""Buttons, menus, forms, shortcuts and the Home tab, as a page uses them."""

from bot.sandbox.bodies import text
from bot.sandbox.client.asked import (
    channel_of,
    element_of,
    message_of,
    outcome,
    picked_in,
    place_of,
    user_of,
)
from bot.sandbox.core import Core
from bot.sandbox.errors import RefusedError
from bot.sandbox.wire import JSON


async def action(core: Core, body: JSON) -> JSON:
    """A button, a menu or another element was used."""
    place = place_of(core, body)
    place.filled.pick(place.blocks, picked_in(body))
    return outcome(await core.interactions.act(place, *element_of(body), body.get("value")))


async def suggest(core: Core, body: JSON) -> JSON:
    """Somebody typed into a menu that asks the app for its options."""
    place, typed = place_of(core, body), text(body, "value")
    delivery = await core.interactions.suggest(place, *element_of(body), typed)
    return outcome(delivery) | delivery.options


async def submit(core: Core, body: JSON) -> JSON:
    """The modal on top was sent."""
    user, view_id = user_of(core, body), text(body, "view_id")
    return outcome(await core.submissions.submit(user, view_id, picked_in(body)))


async def close(core: Core, body: JSON) -> JSON:
    """The modal on top was closed."""
    await core.submissions.close(user_of(core, body), text(body, "view_id"))
    return {"ok": True}


async def shortcut(core: Core, body: JSON) -> JSON:
    """A shortcut was picked, on a message where `channel` and `ts` say which."""
    user, callback_id = user_of(core, body), text(body, "callback_id")
    if not body.get("ts"):
        return outcome(await core.shortcuts.run(user, callback_id))
    channel, message = channel_of(core, body), message_of(core, body)
    return outcome(await core.shortcuts.run_on(user, callback_id, channel, message))


async def home(core: Core, body: JSON) -> JSON:
    """The Home tab was opened; answered once the app had its say."""
    user = user_of(core, body)
    if core.workspace.is_outsider(user):
        raise RefusedError("not_offered_to_outsiders")
    core.open_home(user)
    await core.dispatcher.settled()
    opened = core.views.home(user)
    return {"ok": True, "view": opened.shown() if opened else None}
