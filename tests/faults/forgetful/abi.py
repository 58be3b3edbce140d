"""SQLite's structures for file systems (sqlite.org/c3ref/vfs.html, io_methods.html), for ctypes.

Functions are plain addresses here: most of them are only copied.
"""

from __future__ import annotations

from ctypes import CFUNCTYPE, Structure, c_char_p, c_int, c_int64, c_void_p

OK = 0
CANNOT_OPEN = 14
WRITE_FAILED = 10 | 3 << 8
SYNC_FAILED = 10 | 4 << 8
TRUNCATE_FAILED = 10 | 6 << 8
DELETE_FAILED = 10 | 10 << 8

CREATE = 0x4
DELETE_ON_CLOSE = 0x8
MAIN_JOURNAL = 0x800
SUPER_JOURNAL = 0x4000
WRITE_AHEAD_LOG = 0x80000

WITHOUT_MEMORY_MAPPING = 2
"""The version of the methods that knows shared memory for the log, but no mapping of files."""

OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
CLOSE = CFUNCTYPE(c_int, c_void_p)
WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class FileSystem(Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("others", c_void_p * 14),
    )


class Methods(Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("others", c_void_p * 13),
    )


class File(Structure):
    """`sqlite3_file`: what every file system's own structure begins with."""

    _fields_ = (("methods", c_void_p),)
