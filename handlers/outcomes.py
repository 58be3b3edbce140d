"""What became of a call to Slack: what its answer, or its silence, lets us say for certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

FAILURES = (SlackClientError, ClientError, TimeoutError, ValueError, OSError)
"""How a call fails: a refusal, a broken connection, silence, an unreadable answer."""

TOKEN_REFUSED = frozenset(
    {
        *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
        *("missing_scope", "not_allowed_token_type"),
    }
)
"""Refusals that say nothing of the message: every other one would be refused as well."""

UNSURE = frozenset(
    {
        *("internal_error", "fatal_error", "service_unavailable", "request_timeout"),
        *("team_added_to_org", "external_channel_migrating"),
    }
)
"""Errors after which the message may stand there all the same (docs.slack.dev,
chat.postMessage: "Something could have succeeded")."""

LEAST_WAIT = 1.0

Became = Literal["refused", "token_refused", "limited", "unreached", "unclear"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Why a call failed. `code` is Slack's own word or a type's name, `seconds` how long Slack
    asked to be left alone.
    """

    became: Became
    code: str
    seconds: float = 0.0


def judge(error: BaseException) -> Outcome:
    """What a failed call means. Only what is certain is said: the rest is unclear."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, ClientConnectorError):
        # The connection was never made, so nothing went out.
        return Outcome("unreached", type(error).__name__)
    return Outcome("unclear", type(error).__name__)


def _answered(error: SlackApiError) -> Outcome:
    answer = error.response
    status = _status(answer)
    code = str(_get(answer, "error") or "")
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Outcome("limited", "ratelimited", _retry_after(answer))
    if status >= 500 or not code or code in UNSURE:
        return Outcome("unclear", code or f"status_{status}")
    return Outcome("token_refused" if code in TOKEN_REFUSED else "refused", code)


def _retry_after(answer: Any) -> float:  # noqa: ANN401 (the SDK leaves it open)
    headers = getattr(answer, "headers", None) or _get(answer, "headers") or {}
    found = {str(name).lower(): value for name, value in headers.items()}
    try:
        return max(LEAST_WAIT, float(found.get("retry-after", LEAST_WAIT)))
    except ValueError:
        return LEAST_WAIT


def _status(answer: object) -> int:
    """The HTTP status, where the SDK's object or its plain dict holds one."""
    status = getattr(answer, "status_code", None) or _get(answer, "status")
    return status if isinstance(status, int) else 0


def _get(answer: Any, name: str) -> Any:  # noqa: ANN401 (the SDK leaves it open)
    try:
        return answer.get(name) if hasattr(answer, "get") else None
    except ValueError:
        # The SDK's own object of an answer that is no JSON.
        return None
