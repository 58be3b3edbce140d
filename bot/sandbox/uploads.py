"""Files that the app uploads: announced, sent, completed; and who may look at them."""

import mimetypes
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bot.sandbox.blockkit.shapes import Problems, say
from bot.sandbox.errors import SlackError
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

MOST_ALT_TEXT = 1_000
# What a file's own first bytes say that it is; Slack shows no other kinds in blocks.
_IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}
_FILE_ID = re.compile(r"F[A-Z0-9]{8,}")


@dataclass
class Upload:
    """A file on its way, and once it is completed."""

    id: str
    name: str
    length: int
    title: str = ""
    alt_text: str = ""
    data: bytes | None = None
    created: int = 0
    is_complete: bool = False
    channels: set[str] = field(default_factory=set)
    looks: int = 0

    @property
    def mimetype(self) -> str:
        """What it is, by its content, else by its name."""
        for magic, kind in _IMAGES.items():
            if self.data is not None and self.data.startswith(magic):
                return kind
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def is_image(self) -> bool:
        """Whether a block can show it."""
        return self.data is not None and self.data.startswith(tuple(_IMAGES))


class Uploads:
    """Every file of the app's.

    Slack looks at a file for a while after it is completed, and refuses blocks that show it until
    then; `lag` is the number of blocks that are refused so.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.lag = 0
        self.base = ""
        self._workspace = workspace
        self._tickets: dict[str, Upload] = {}
        self._files: dict[str, Upload] = {}

    def announce(self, name: str, length: int, alt_text: str) -> tuple[Upload, str]:
        """A file that is to come, and the address to which its bytes are to be posted."""
        upload = Upload(self._workspace.ids.new("F"), name, length, alt_text=alt_text)
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = self._files[upload.id] = upload
        return upload, f"{self.base}/upload/v1/{ticket}"

    def receive(self, ticket: str, data: bytes) -> None:
        """The bytes of a file. Raises `LookupError` for an address that is none, or none any more,
        and `ValueError` where they are not as many as was said.
        """
        upload = self._tickets[ticket]
        if len(data) != upload.length:
            raise ValueError(f"{len(data)} bytes instead of {upload.length}")
        upload.data = data
        del self._tickets[ticket]

    def complete(self, file_id: str, title: str) -> Upload:
        """The app says that it is done with a file. Raises `file_not_found`."""
        upload = self._files.get(file_id)
        if upload is None or upload.data is None or upload.is_complete:
            raise SlackError("file_not_found")
        upload.title, upload.is_complete = title or upload.name, True
        upload.created = int(float(self._workspace.ids.ts()))
        return upload

    def look(self, blocks: list[JSON], at: str) -> Problems:
        """What is wrong with the app's own files in blocks that it wants shown."""
        problems: Problems = []
        for where, image in _images(blocks, at):
            upload = self._of(image["slack_file"])
            if upload is None or not (upload.is_complete and upload.is_image):
                say(problems, "invalid slack file", where)
            elif upload.looks < self.lag:
                upload.looks += 1
                say(problems, "invalid slack file", where)
        return problems

    def shows(self, blocks: list[JSON], file_id: str) -> bool:
        """Whether blocks show a file."""
        found = (self._of(image["slack_file"]) for _where, image in _images(blocks, ""))
        return any(upload is not None and upload.id == file_id for upload in found)

    def shared(self, upload: Upload) -> JSON:
        """A file as it stands in a message."""
        ending = PurePosixPath(upload.name).suffix.removeprefix(".")
        address = self._address(upload)
        return {
            "id": upload.id,
            "created": upload.created,
            "timestamp": upload.created,
            "name": upload.name,
            "title": upload.title,
            "mimetype": upload.mimetype,
            "filetype": ending or "binary",
            "user": self._workspace.bot.id,
            "size": upload.length,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "alt_txt": upload.alt_text,
            "url_private": address,
            "permalink": address,
        }

    def find(self, file_id: str) -> Upload:
        """A file that is complete. Raises `LookupError`."""
        upload = self._files[file_id]
        if not upload.is_complete:
            raise LookupError(file_id)
        return upload

    def _of(self, slack_file: JSON) -> Upload | None:
        """The file that is meant, by its id or by its address."""
        for upload in self._files.values():
            if slack_file.get("id") == upload.id or slack_file.get("url") == self._address(upload):
                return upload
        return None

    def _address(self, upload: Upload) -> str:
        return f"{self.base}/files/{upload.id}"


def is_file_id(text: str) -> bool:
    """Whether it looks as the ids of Slack's files do."""
    return bool(_FILE_ID.fullmatch(text))


def _images(value: object, at: str) -> Iterator[tuple[str, JSON]]:
    """Every image that is a file of Slack's, however deep, and where it stands."""
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from _images(each, f"{at}/{place}")
    elif isinstance(value, dict):
        if value.get("type") == "image" and isinstance(value.get("slack_file"), dict):
            yield f"{at}/slack_file", value
        for name, part in value.items():
            yield from _images(part, f"{at}/{name}")
