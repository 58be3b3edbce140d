"""`response_url`: five answers in thirty minutes, without a token and without membership."""

import secrets
from dataclasses import dataclass

from bot.sandbox.channels import Channel
from bot.sandbox.clock import Clock
from bot.sandbox.content import read_content
from bot.sandbox.errors import SlackError
from bot.sandbox.ids import Ids
from bot.sandbox.posting import Posting
from bot.sandbox.wire import JSON

MOST_USES = 5
LIFE_SECONDS = 1800.0
# What a command's reply and a `response_url` understand.
KNOWN_KEYS = {
    *("text", "blocks", "attachments", "response_type", "replace_original", "delete_original"),
    *("thread_ts", "mrkdwn", "unfurl_links", "unfurl_media", "metadata", "markdown_text"),
}


@dataclass
class _Address:
    user_id: str
    channel: Channel
    expires_at: float
    original: JSON | None
    uses: int = 0


class ResponseUrls:
    """Hands out addresses and takes what is posted to them."""

    def __init__(self, posting: Posting, clock: Clock, ids: Ids, editor: str) -> None:
        self.base = ""
        self._posting = posting
        self._clock = clock
        self._ids = ids
        self._editor = editor
        self._addresses: dict[str, _Address] = {}

    def issue(self, kind: str, user_id: str, channel: Channel, original: JSON | None = None) -> str:
        """A new address; `original` is the message that was acted on, if any."""
        path = f"hooks/{kind}/{self._ids.new('')}/{secrets.token_urlsafe(18)}"
        expires_at = self._clock.now() + LIFE_SECONDS
        self._addresses[path] = _Address(user_id, channel, expires_at, original)
        return f"{self.base}/{path}"

    def respond(self, path: str, body: object) -> JSON | None:
        """Carries out what was posted; answers the message shown, None when one was deleted."""
        address = self._live(path)
        reply = check_reply(body)
        shown = self._carry_out(address, reply)
        address.uses += 1
        return shown

    def _live(self, path: str) -> _Address:
        address = self._addresses.get(path)
        if address is None:
            raise SlackError("no_such_url")
        if self._clock.now() >= address.expires_at:
            raise SlackError("expired_url")
        if address.uses >= MOST_USES:
            raise SlackError("used_url")
        return address

    def _carry_out(self, address: _Address, reply: JSON) -> JSON | None:
        if reply.get("delete_original") is True and address.original is not None:
            self._delete(address, address.original)
            return None
        content = read_content(reply, self._ids)
        if reply.get("replace_original") is True and address.original is not None:
            return self._replace(address, address.original, content)
        return show_reply(self._posting, address.user_id, address.channel, reply, content)

    def _replace(self, address: _Address, original: JSON, content: JSON) -> JSON:
        content = {"blocks": [], "attachments": [], **content}
        ts, channel = original["ts"], address.channel
        if ts in channel.ephemerals.get(address.user_id, {}):
            return self._posting.replace_ephemeral(address.user_id, channel, ts, content)
        self._must_stand(address, original)
        return self._posting.change(channel, ts, content, self._editor)

    def _delete(self, address: _Address, original: JSON) -> None:
        ts, channel = original["ts"], address.channel
        if ts in channel.ephemerals.get(address.user_id, {}):
            self._posting.hide_ephemeral(address.user_id, channel, ts)
            return
        self._must_stand(address, original)
        self._posting.delete(channel, ts)

    def _must_stand(self, address: _Address, original: JSON) -> None:
        """Only the app's own message that is still there can be changed."""
        if original["ts"] not in address.channel.messages or "bot_id" not in original:
            raise SlackError("message_not_found")


def check_reply(body: object) -> JSON:
    """A reply that is an object and says nothing Slack would not understand."""
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    if unknown := sorted(set(body) - KNOWN_KEYS):
        messages = [f"invalid additional property: {key} [json-pointer:/]" for key in unknown]
        raise SlackError("invalid_arguments", messages)
    if body.get("response_type") not in {None, "ephemeral", "in_channel"}:
        raise SlackError("invalid_arguments", ["invalid response_type"])
    return body


def show_reply(
    posting: Posting, user_id: str, channel: Channel, reply: JSON, content: JSON
) -> JSON:
    """Shows a reply to one person, or to the channel where it says so."""
    thread_ts = reply.get("thread_ts")
    if reply.get("response_type") == "in_channel":
        return posting.from_webhook(channel, content, thread_ts)
    return posting.ephemeral(user_id, channel, content, thread_ts)
