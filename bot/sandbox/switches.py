"""The switches of a sandbox, by name, with what each may be set to."""

from typing import TYPE_CHECKING, get_args

from bot.sandbox.transport.answer import Transport

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

_TRANSPORTS = get_args(Transport)


def switch(sandbox: "Sandbox", name: str, value: object) -> None:
    """Turns one switch. Raises `ValueError` for one that isn't there or a value it can't take."""
    core = sandbox.core
    owners: dict[str, tuple[object, str, type]] = {
        "bot_url": (core.dispatcher.webhook, "url", str),
        "transport": (core.dispatcher, "transport", str),
        "rate_limits": (core.limits, "enabled", bool),
        "token_revoked": (core, "token_revoked", bool),
        "ack_seconds": (core.dispatcher, "ack_seconds", float),
        "outsiders_reach": (core.interactions, "outsiders_reach", bool),
        "echo_metadata": (core.events, "echo_metadata", bool),
        "delayed_events": (core.events, "delayed_events", bool),
    }
    owner, attribute, kind = owners.get(name, (None, "", object))
    known = name != "transport" or value in _TRANSPORTS
    if owner is None or not isinstance(value, kind) or not known:
        raise ValueError(f"no such switch: {name} = {value!r}")
    setattr(owner, attribute, value)
