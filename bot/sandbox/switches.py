"""The switches of a sandbox, by name, with what each may be set to."""

from typing import TYPE_CHECKING, get_args

from bot.sandbox.transport.answer import Transport

if TYPE_CHECKING:
    from bot.sandbox.core import Core

_TRANSPORTS = get_args(Transport)


def switches(core: "Core") -> dict[str, tuple[object, str, type]]:
    """Each switch: whose attribute it is, and what it may be set to."""
    return {
        "bot_url": (core.dispatcher.webhook, "url", str),
        "transport": (core.dispatcher, "transport", str),
        "rate_limits": (core.limits, "enabled", bool),
        "token_revoked": (core, "token_revoked", bool),
        "ack_seconds": (core.dispatcher, "ack_seconds", float),
        "outsiders_reach": (core.interactions, "outsiders_reach", bool),
        "echo_metadata": (core.events, "echo_metadata", bool),
        "delayed_events": (core.events, "delayed_events", bool),
        "most_kept": (core.record, "most_kept", int),
        "hold_events": (core.events.holding, "on", bool),
        "outage": (core, "is_down", bool),
        "file_lag": (core.uploads, "lag", int),
    }


def switch(core: "Core", name: str, value: object) -> None:
    """Turns one switch. Raises `ValueError` for one that isn't there or a value it can't take."""
    owner, attribute, kind = switches(core).get(name, (None, "", object))
    known = name != "transport" or value in _TRANSPORTS
    if owner is None or not isinstance(value, kind) or not known:
        raise ValueError(f"no such switch: {name} = {value!r}")
    setattr(owner, attribute, value)
