"""`apps.*`: what the app does as itself, with its app-level token."""

from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON


@method("apps.connections.open", tier=3, app_level=True)
def open_connection(call: ApiCall) -> JSON:
    """An address for one new Socket Mode connection."""
    return {"url": call.core.sockets.url()}
