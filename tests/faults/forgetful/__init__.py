"""A file system that forgets what was not synced, to simulate power cuts under SQLite.

    with forgetful.disk(folder, cut_after=120) as disk:
        ...  # work on `file:{folder}/name.db?vfs=forgetful` until it fails
    disk.leave(other, Luck("seed"))

`other` then holds what a disk could hold after a cut at the 120th change.
"""

from tests.faults.forgetful.disk import Disk, Luck
from tests.faults.forgetful.vfs import NAME, disk, unusable

__all__ = ["NAME", "Disk", "Luck", "disk", "unusable"]
