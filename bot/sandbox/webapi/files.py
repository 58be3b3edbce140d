"""`files.*`: the app uploads a file in three steps, the second of which is no method."""

from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.uploads import MOST_ALT_TEXT, Upload, is_file_id
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON

_SCOPES = ("files:write",)
_KEYS = {"id", "title", "highlight_type"}
MOST_BYTES = 1_000_000_000


@method(
    "files.getUploadURLExternal",
    tier=4,
    scopes=_SCOPES,
    needs="length filename",
    may="alt_txt",
    takes_json=False,
)
def get_upload_url(call: ApiCall) -> JSON:
    """An address for the bytes of one file, and the file's id."""
    length, alt_text = call.number("length", 0), call.text("alt_txt")
    if length < 1:
        raise SlackError("missing_argument")
    if length > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    if len(alt_text) > MOST_ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    upload, address = call.core.uploads.announce(call.text("filename"), length, alt_text)
    return {"upload_url": address, "file_id": upload.id}


@method(
    "files.completeUploadExternal",
    tier=4,
    scopes=_SCOPES,
    needs="files",
    may="channel_id initial_comment thread_ts",
)
def complete_upload(call: ApiCall) -> JSON:
    """The files are there; without a channel only the app has them."""
    wanted = _files(call)
    channel = _channel(call) if call.text("channel_id") else None
    done = [call.core.uploads.complete(each["id"], each.get("title") or "") for each in wanted]
    if channel is not None:
        _share(call, channel, done)
    return {"files": [{"id": each.id, "title": each.title} for each in done]}


def _files(call: ApiCall) -> list[JSON]:
    given = call.parsed("files")
    if not isinstance(given, list) or not given or not all(map(_is_file, given)):
        raise SlackError("invalid_arguments", ["must be a list of files [json-pointer:/files]"])
    return given


def _is_file(each: object) -> bool:
    if not isinstance(each, dict) or not set(each) <= _KEYS:
        return False
    texts = all(isinstance(value, str) for value in each.values())
    return texts and is_file_id(each.get("id", ""))


def _channel(call: ApiCall) -> Channel:
    channel = call.channel("channel_id")
    if call.core.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("posting_to_channel_denied")
    return channel


def _share(call: ApiCall, channel: Channel, done: list[Upload]) -> None:
    files = [call.core.uploads.shared(each) for each in done]
    content = {"text": call.text("initial_comment"), "files": files, "upload": True}
    thread_ts = call.args.get("thread_ts") or None
    call.core.posting.from_bot(channel, {**content, "subtype": "file_share"}, thread_ts=thread_ts)
