"""`views.*`: modals and the Home tab."""

from bot.sandbox.blockkit.check import require_view
from bot.sandbox.errors import SlackError
from bot.sandbox.people import User
from bot.sandbox.submissions import require_modal
from bot.sandbox.views import OpenView
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON, copy


@method("views.open", tier=4, needs="view", may="trigger_id interactivity_pointer")
def open_(call: ApiCall) -> JSON:
    """Opens a modal for whoever just acted."""
    view, user = require_modal(call.parsed("view")), _holder(call)
    return _used(call, call.core.views.open(user, view))


@method("views.push", tier=4, needs="view", may="trigger_id interactivity_pointer")
def push(call: ApiCall) -> JSON:
    """Puts a modal over the one in which somebody just acted."""
    view, user = require_modal(call.parsed("view")), _holder(call)
    return _used(call, call.core.views.push(user, view))


@method("views.update", tier=4, needs="view", may="view_id external_id hash")
def update(call: ApiCall) -> JSON:
    """Writes an open view anew."""
    view = require_view(call.parsed("view"))
    opened = call.core.views.find(call.text("view_id") or None, call.text("external_id") or None)
    if view["type"] != opened.view["type"]:
        raise SlackError("invalid_arguments", ["must keep its type [json-pointer:/view/type]"])
    return _shown(call.core.views.update(opened, view, call.text("hash") or None))


@method("views.publish", tier=4, needs="user_id view", may="hash interactivity_pointer")
def publish(call: ApiCall) -> JSON:
    """Gives a person their Home tab."""
    view = require_view(call.parsed("view"))
    if view["type"] != "home":
        raise SlackError("invalid_arguments", ["must be a home view [json-pointer:/view/type]"])
    if not call.core.manifest.home_tab:
        raise SlackError("not_enabled")
    user = call.user(call.text("user_id"))
    return _shown(call.core.views.publish(user, view, call.text("hash") or None))


def _holder(call: ApiCall) -> User:
    return call.core.workspace.users[call.core.triggers.holder(call.text("trigger_id"))]


def _used(call: ApiCall, opened: OpenView) -> JSON:
    call.core.triggers.exchange(call.text("trigger_id"))
    return _shown(opened)


def _shown(opened: OpenView) -> JSON:
    return {"view": copy(opened.shown())}
