"""Who may talk to the page and the controls: this machine's own browser and programs only."""

from aiohttp import web

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def refuse_foreign(request: web.Request) -> None:
    """Raises 403 for another host's name (DNS rebinding) or another page's request."""
    name = request.host.lower()
    without_port = name if name.endswith("]") else name.rpartition(":")[0] or name
    if without_port not in _LOOPBACK:
        raise web.HTTPForbidden(text="only for this machine")
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() != f"http://{name}":
        raise web.HTTPForbidden(text="only for the sandbox's own page")
