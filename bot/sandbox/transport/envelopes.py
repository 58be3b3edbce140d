"""Socket Mode's frames; docs.slack.dev/apis/events-api/using-socket-mode"""

import json
import logging

from bot.sandbox.record import Delivery
from bot.sandbox.wire import JSON, dumps

HOST = "applink-sandbox"
_TYPES = {"event": "events_api", "command": "slash_commands"}
_ANSWERED_IN_THE_ACK = {"command", "view_submission", "block_suggestion"}
# What HTTP calls a timeout over HTTP is a plain timeout here.
_REASONS = {"http_timeout": "timeout"}
_log = logging.getLogger(__name__)


def envelope(envelope_id: str, delivery: Delivery) -> JSON:
    """A delivery as it is put into an envelope; its payload is the same as over HTTP."""
    wrapped: JSON = {
        "envelope_id": envelope_id,
        "payload": delivery.payload,
        "type": _TYPES.get(delivery.kind, "interactive"),
        "accepts_response_payload": delivery.kind in _ANSWERED_IN_THE_ACK,
    }
    if delivery.kind == "event":
        reason = delivery.retry_reason or ""
        wrapped["retry_attempt"] = delivery.retry_num
        wrapped["retry_reason"] = _REASONS.get(reason, reason)
    return wrapped


def hello(app_id: str, connections: int, life_seconds: float) -> JSON:
    """The first frame on a connection."""
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": {
            "host": HOST,
            "build_number": 1,
            "approximate_connection_time": int(life_seconds),
        },
        "connection_info": {"app_id": app_id},
    }


def disconnect(reason: str) -> JSON:
    """The frame that tells an app to connect anew."""
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}


def too_many(app_id: str, connections: int) -> JSON:
    """The only frame that a connection too many gets."""
    return {
        **disconnect("too_many_websockets"),
        "num_connections": connections,
        "connection_info": {"app_id": app_id},
    }


def read_ack(frame: str) -> tuple[str, str] | None:
    """The envelope id of an ack and the body it stands for; None where it is no ack."""
    try:
        ack = json.loads(frame)
    except (ValueError, RecursionError):
        ack = None
    if not isinstance(ack, dict) or not isinstance(ack.get("envelope_id"), str):
        _log.warning("the app sent a frame that is no ack")
        return None
    payload = ack.get("payload")
    return ack["envelope_id"], dumps(payload) if payload else ""
